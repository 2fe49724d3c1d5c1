/// The floor: the statements that the server sends, without anything around them.
///
/// `floor/*.sql` repeats the server's statements; tests of the server compare. [FloorReads] and
/// [FloorActs] run them over [Sql], in the order and the transactions of the server. Behind an HTTP
/// server they show what the same application costs without authentication, row security and
/// signatures; on bare connections, what the database alone allows.
@NullMarked
package carapace.bench.floor;

import org.jspecify.annotations.NullMarked;
