package carapace.client.agent;

import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;

/// A record that the server has accepted.
///
/// @param id of the record, and of the post or comment that it made
/// @param receipt checked against the server's key
/// @param receiptJws the receipt as it was signed
public record Sent(RecordId id, long seq, Receipt receipt, String receiptJws) {}
