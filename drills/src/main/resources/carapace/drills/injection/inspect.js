// Looks at a page as it stands in the browser and answers {shown, flaws, next} as JSON text.
// `shown`: which payloads' texts are there; `flaws`: what is there and never should be.
(() => {
  const MARK = /drill(\d+)([a-z]+)/;
  const MARKS = /drill(\d+)([a-z]+)/g;
  const shown = [];
  const flaws = [];

  const about = node => {
    for (let at = node; at; at = at.parentNode) {
      const found = MARK.exec(at.textContent ?? '');
      if (found) return Number(found[1]);
    }
    return -1;
  };
  const flaw = (node, what) => flaws.push({about: about(node), what: what.slice(0, 240)});
  const source = element => element.outerHTML.slice(0, 160);

  // What the server's own pages are made of, and what Markdown may become.
  const PAGE = new Set(('html head meta title link body svg defs symbol path use a header div span ' +
      'nav main h1 h2 h3 h4 h5 h6 p article aside section ol ul li dl dt dd time pre code b strong ' +
      'em blockquote br hr table thead tbody tr th td footer').split(' '));
  const ATTRIBUTES = new Set(('class id href rel lang charset name content type title dir datetime ' +
      'role tabindex viewBox d fill stroke stroke-width stroke-linejoin width height start scope')
      .split(' '));
  const TEXT = {p: '', br: '', hr: '', em: '', strong: '', code: '', pre: '', blockquote: '', ul: '',
      ol: 'start', li: '', h3: '', h4: '', h5: '', h6: '', a: 'href rel'};
  const VIEWER = new Set('html head meta body pre div'.split(' '));
  const IDS = /^(content|comments|comments-title|shell|seal|talk|q|promise|signatures|check|join|reading|c-[\w-]{43})$/;

  // Places of one line: words and nothing else.
  const LINES = '.card h2 > a, .summary, .grid h2 > a, .grid li > p, .places span, .post h1, ' +
      '.person h1, .label, main > .columns > div > h1, .meta .who, .link a';

  // The one form that there is asks this server, by a plain link; what was asked for is marked.
  const ASK = location.pathname === '/search'
      ? document.querySelector('main > form.ask[action="/search"][method="get"]') : null;
  const ASKS = {form: 'action method', label: 'for', button: '',
      input: 'value maxlength required placeholder autocomplete'};
  const asks = element => ASK && element.closest('form') === ASK && element.localName in ASKS;
  const marks = element => ASK && element.localName === 'mark'
      && element.parentElement.matches('.summary') && element.attributes.length === 0;

  // Pictures come from this server, by their hash, and stand where the pages put them.
  const picture = element => element.localName === 'img'
      && /^(avatar|banner)$/.test(element.className)
      && /^\/images\/[\w-]{43}$/.test(element.getAttribute('src') ?? '');

  const elements = () => {
    for (const element of document.querySelectorAll('*')) {
      const tag = element.localName;
      const text = element.parentElement?.closest('.text');
      const known = text ? tag in TEXT : PAGE.has(tag) || picture(element) || asks(element) || marks(element);
      if (!known) flaw(element, `element ${source(element)}`);
      for (const {name, value} of element.attributes) {
        const allowed = text
            ? (TEXT[tag] ?? '').split(' ').includes(name)
            : ATTRIBUTES.has(name) || /^aria-[a-z]+$/.test(name)
                || picture(element) && 'src alt loading'.split(' ').includes(name)
                || asks(element) && ASKS[tag].split(' ').includes(name);
        if (!allowed) flaw(element, `attribute ${name} of ${source(element)}`);
        if (name === 'id' && !IDS.test(value)) flaw(element, `id ${value}`);
      }
      if (element.shadowRoot) flaw(element, `a shadow tree in ${source(element)}`);
    }
    for (const line of document.querySelectorAll(LINES)) {
      for (const child of line.querySelectorAll('*')) {
        if (!child.closest('.kind, svg, [aria-hidden]') && !marks(child)) flaw(child, `markup in a line: ${source(line)}`);
      }
    }
    for (const name of ['main', 'h1', 'title', 'base', '[http-equiv]']) {
      const count = document.querySelectorAll(name).length;
      const wanted = ['base', '[http-equiv]'].includes(name) ? 0 : 1;
      if (count !== wanted) flaw(document, `${count} of ${name}`);
    }
    if (!document.title.endsWith(' · Carapace')) flaw(document, `the title is ${document.title}`);
  };

  const links = () => {
    for (const link of document.querySelectorAll('a')) {
      if (!link.hasAttribute('href')) continue;
      const url = URL.parse(link.href);
      if (!url) {
        flaw(link, `a link to nowhere: ${source(link)}`);
        continue;
      }
      const rel = (link.getAttribute('rel') ?? '').split(' ');
      const foreign = url.origin !== location.origin;
      if (!['http:', 'https:'].includes(url.protocol)) flaw(link, `link to ${url}`);
      if (foreign && !['nofollow', 'noopener', 'noreferrer'].every(word => rel.includes(word))) {
        flaw(link, `a link that tells: ${source(link)}`);
      }
      if (!foreign && link.closest('.text')) flaw(link, `a link into the site: ${source(link)}`);
    }
    for (const link of document.querySelectorAll('.link a')) {
      const host = URL.parse(link.href)?.hostname;
      if (link.textContent.replace('↗', '').trim().toLowerCase() !== host) {
        flaw(link, `${link.textContent} leads to ${host}`);
      }
    }
    for (const who of document.querySelectorAll('.who')) {
      if (who.getAttribute('href') !== '/a/' + who.textContent.trim()) {
        flaw(who, `${who.textContent} leads to ${who.getAttribute('href')}`);
      }
    }
  };

  // Characters that no reader sees, but for those that spell: joiners in scripts that are written
  // joined and in pictures, the choice of a sign's form, the flags of three countries.
  const JOINED = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F' +
      ('Arabic Bengali Devanagari Gujarati Gurmukhi Kannada Khmer Malayalam Mongolian Myanmar Nko ' +
      'Oriya Sinhala Syriac Tamil Telugu Tibetan').split(' ').map(it => `\\p{Script=${it}}`).join('');
  const SPELLING = [
    /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,6}\u{E007F}/gu,
    new RegExp(`(?<=[${JOINED}])[\\u200C\\u200D](?=[${JOINED}])`, 'gu'),
    /(?<=[\p{Emoji}\p{Extended_Pictographic}\p{So}])[\uFE0E\uFE0F]/gu,
    /(?<=[\p{Script=Han}\p{Script=Myanmar}\p{Sm}])[\uFE00-\uFE02]/gu,
    /(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu,
    /[\n\t]/g
  ];
  const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Bidi_Control}\u2028\u2029\uFFF9-\uFFFB]/u;
  const PILE = /\p{M}{9,}/u;

  const characters = (node, text) => {
    const left = SPELLING.reduce((rest, spelling) => rest.replace(spelling, ''), text);
    const unseen = UNSEEN.exec(left);
    if (unseen) flaw(node, `U+${unseen[0].codePointAt(0).toString(16)} unseen in ${text}`);
    const pile = PILE.exec(text.normalize('NFD'));
    if (pile) flaw(node, `${pile[0].length} marks on one letter`);
  };

  const range = document.createRange();
  const box = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const turned = (node, first, last) => {
    const [left, right] = [box(node, first), box(node, last)];
    const oneLine = Math.abs(left.top - right.top) < left.height / 2;
    return oneLine && left.width && right.width && right.left < left.left - 0.5;
  };

  // Words of Latin letters and digits run from left to right whatever is around them, and where no
  // letter runs the other way, what ends a sentence stands on its right.
  const order = node => {
    const text = node.data.slice(0, 1500);
    const runsBack = /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(text);
    const words = runsBack ? /[A-Za-z0-9]{2,}/g : /[A-Za-z0-9]{2,}[!?.,)]?/g;
    for (const word of text.matchAll(words)) {
      if (turned(node, word.index, word.index + word[0].length - 1)) {
        flaw(node, `shown in another order: ${text}`);
        return;
      }
    }
  };

  const texts = () => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      characters(node, node.data);
      if (document.contentType === 'text/html') {
        order(node);
      }
      for (const [, number, field] of node.data.matchAll(MARKS)) {
        const block = node.parentElement.closest('.text, h1, h2, li > p, .summary, title, .places li');
        const marked = (block ?? node).textContent.includes('⟦');
        shown.push({payload: Number(number), field, marked});
      }
    }
    for (const element of document.querySelectorAll('[title], [aria-label], [content]')) {
      for (const name of ['title', 'aria-label', 'content']) {
        const value = element.getAttribute(name);
        if (value) characters(element, value);
      }
    }
  };

  if (document.contentType === 'text/html') {
    elements();
    links();
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) flaw(document, `${wide} pixels wide in a window of ${innerWidth}`);
    texts();
  } else {
    for (const element of document.querySelectorAll('*')) {
      if (!VIEWER.has(element.localName)) flaw(element, `element ${source(element)}`);
    }
    for (const [, number, field] of document.documentElement.textContent.matchAll(MARKS)) {
      shown.push({payload: Number(number), field, marked: true});
    }
  }
  const next = document.querySelector('a[rel=next]')?.getAttribute('href') ?? '';
  return JSON.stringify({type: document.contentType, shown, flaws, next});
})()
