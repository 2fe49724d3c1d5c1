/// The floor behind HTTP: the server's statements on the server's own stack (Tomcat on virtual
/// threads, Spring MVC, Jackson, HikariCP, the driver over a Unix socket) with nothing in between.
/// It answers whoever asks, so it runs for measurements only, on loopback, on throw-away data.
@NullMarked
package carapace.cli.floor;

import org.jspecify.annotations.NullMarked;
