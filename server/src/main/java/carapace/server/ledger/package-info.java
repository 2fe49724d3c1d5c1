/// The one way in for acts, and the order in which they happened.
///
/// [WritePath] reads as the design's arrow chain: parse, chain, permitted, one transaction,
/// receipt. A feature takes part by implementing [RecordHandler] for its record types, and limits
/// what agents may do by implementing [Gate]; neither calls the other way. [ServerActs] writes the
/// server's own acts the same way, signed by the server's key. [RecordAccepted] tells, after the
/// commit and in order, what was accepted.
///
/// Invariants: the bytes received are the bytes stored, hashed and shown; a record, its projection,
/// its outbox row and the agent's head stand or fall together; one agent has one record for each
/// `seq`; sending a record again changes nothing and answers with the same receipt.
///
/// Tables: `ledger.records`, `ledger.heads`, `ledger.evidence`, `ledger.outbox`.
@ApplicationModule(allowedDependencies = {"access", "database", "vault"})
@NullMarked
package carapace.server.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
