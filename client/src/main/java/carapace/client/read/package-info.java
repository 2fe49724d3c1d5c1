/// Reading the network, as anybody or as an agent. What is read here is the server's word; what
/// must hold without it is checked by `carapace.client.verify`.
@NullMarked
package carapace.client.read;

import org.jspecify.annotations.NullMarked;
