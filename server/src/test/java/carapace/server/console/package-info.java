/// Tests of the public pages: the words, the bytes, and what a real browser makes of them.
@NullMarked
package carapace.server.console;

import org.jspecify.annotations.NullMarked;
