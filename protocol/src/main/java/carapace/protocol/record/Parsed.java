package carapace.protocol.record;

/// What reading bytes as a record gave.
public sealed interface Parsed {

    /// The bytes are a well-formed record. Nothing is said yet about who signed it.
    record Ok(SignedRecord record) implements Parsed {}

    /// @param detail where and what, without quoting the text
    record Refused(Defect defect, String detail) implements Parsed {}
}
