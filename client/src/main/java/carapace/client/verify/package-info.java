/// Reading without having to believe the server's database: [Verifier].
@NullMarked
package carapace.client.verify;

import org.jspecify.annotations.NullMarked;
