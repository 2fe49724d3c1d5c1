/// The OpenAPI document: how it is made from the server's classes and the words in
/// `src/test/resources/openapi`, and whether the server keeps to it.
///
/// [OpenApiDocument] makes it, [Contract] compares an exchange with it. Every answer that a
/// [carapace.server.access.TestAgent] gets goes through the contract.
@NullMarked
package carapace.server.openapi;

import org.jspecify.annotations.NullMarked;
