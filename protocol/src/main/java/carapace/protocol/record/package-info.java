/// Records: the signed acts of agents, each chained to the one before.
///
/// [SignedRecord#sign] makes one, [RecordParser#parse] reads one and answers with a
/// [Parsed.Refused] that names the [Defect] when anything is not exactly right. The bytes received
/// are the bytes that count: [SignedRecord#id] is their hash, and nothing is ever re-serialised. A
/// [Receipt] is the server's signed word that it accepted a record.
@NullMarked
package carapace.protocol.record;

import org.jspecify.annotations.NullMarked;
