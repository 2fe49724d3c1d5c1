/// The tables against the records: everything that a feature keeps about an agent follows from the
/// agent's own chain and from the server's acts about it.
///
/// [Audit] walks agent by agent, checks each chain by itself, and hands it to every feature's
/// [ChainAudit], which stands beside the feature's handlers: it replays the acts into [Expected]
/// rows and compares those with the table's. What no chain can tell, such as rows that follow from
/// no record and counts over many agents, is swept table by table. Whatever differs is a [Problem]:
/// table, key, and what is wrong.
///
/// Memory holds one page of records and the keys of at most [Slice#RECORDS] of one agent's records,
/// however large the network is. Reads run under each agent's own context and see one snapshot, so
/// row security stays in force and acts that are accepted meanwhile raise no alarm.
@NamedInterface("audit")
@NullMarked
package carapace.server.ledger.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
