/// May use nobody, and uses the one above.
@ApplicationModule(allowedDependencies = {})
package carapace.planted.arrows.lower;

import org.springframework.modulith.ApplicationModule;
