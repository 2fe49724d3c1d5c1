/// The rules of the build, each with its reason and with something planted that makes it fail.
///
/// | about | test |
/// |---|---|
/// | arrows between the server's modules | `carapace.server.ModularityTest` |
/// | cycles between packages | `CyclesTest` |
/// | the protocol's purity; clocks and chance | `PurityTest` |
/// | who speaks JDBC, who holds SQL, how SQL looks | `DatabaseAccessTest` |
/// | who handles keys; how secrets are compared | `CryptographyTest` |
/// | names of packages, classes, endpoints, events | `NamesTest` |
/// | what of Java and Spring is not used | `LanguageTest` |
/// | what a module shows of itself | `FacesTest` |
/// | what is logged | `LoggingTest` |
/// | lengths, words and marks in the sources | `TidyTest` |
/// | tables and their row security | `MigrationFilesTest` |
/// | documents, links, decisions, dependencies | `DocumentsTest` |
/// | what browsers get; large files | `ServedFilesTest` |
///
/// Which library may be where, down to single modules, is held by Enforcer in the `pom.xml` files.
@NullMarked
package carapace.rules;

import org.jspecify.annotations.NullMarked;
