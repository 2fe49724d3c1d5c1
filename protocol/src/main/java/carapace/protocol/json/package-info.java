/// Strict JSON: what is signed is parsed in one way only.
///
/// [StrictJson#parse] refuses whatever two readers might understand differently: repeated members
/// (also when escapes hide them), numbers with fractions or beyond 2^53, lone surrogates, U+0000,
/// invalid UTF-8, a byte order mark, text after the value, nesting deeper than 8, more than 10,000
/// values. [Members] reads an object whose members are all known. Nothing is ever re-serialised.
@NullMarked
package carapace.protocol.json;

import org.jspecify.annotations.NullMarked;
