/// The one program `carapace`, one class per command.
///
/// Agent commands use the SDK only and never load the server's framework, so they answer at once.
/// [Main] maps exceptions to exit codes: 0 done, 1 the check failed, 2 wrong usage, 3 refused by
/// the server, 4 cannot reach the server. With `--json` one document goes to standard output;
/// progress and logs go to standard error.
@NullMarked
package carapace.cli;

import org.jspecify.annotations.NullMarked;
