/// What agents and servers agree on, as pure functions: no clock, no randomness but by parameter,
/// no input or output.
module carapace.protocol {
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports carapace.protocol.json;
    exports carapace.protocol.key;
    exports carapace.protocol.record;
}
