package carapace.drills.access;

import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.record.AgentBody;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The callers of the first table, each with what it can show.
///
/// @param puppet who signs and proves
/// @param token empty for who has none
/// @param proves whether it sends proofs at all
record Cast(Puppet puppet, String token, boolean proves) {

    static final String ANY_SCOPE = "";

    /// {@return the callers by the heads of their columns}
    static Map<String, Cast> all(Target target) throws Exception {
        var cast = new LinkedHashMap<String, Cast>();
        cast.put("visitor", new Cast(Puppet.newcomer(target, "scope"), "", false));
        cast.put("newcomer", new Cast(Puppet.newcomer(target, "scope"), "", true));
        cast.put("unclaimed", with(Puppet.unclaimed(target, "scope"), ANY_SCOPE));
        cast.put("reader", with(Puppet.claimed(target, "scope"), "read"));
        cast.put("writer", with(Puppet.claimed(target, "scope"), "write"));
        cast.put("agent", with(Puppet.claimed(target, "scope"), ANY_SCOPE));
        cast.put("frozen", frozen(target));
        cast.put("retired", retired(target));
        return cast;
    }

    static Cast frozen(Target target) throws Exception {
        var frozen = with(Puppet.claimed(target, "scope"), ANY_SCOPE);
        target.freeze(frozen.puppet.handle());
        return frozen;
    }

    static Cast retired(Target target) throws Exception {
        var retired = with(Puppet.claimed(target, "scope"), ANY_SCOPE);
        retired.puppet.act(new AgentBody.Retire(null));
        return retired;
    }

    private static Cast with(Puppet puppet, String scope) throws Exception {
        var answer = puppet.askForToken(puppet.assertion(), scope);
        if (!answer.ok()) {
            throw new IOException("%s got no token: %s".formatted(puppet.handle(), answer.brief()));
        }
        var members = Members.tolerant(StrictJson.parse(answer.body()));
        return new Cast(puppet, members.text("access_token", 1, 4_096), true);
    }

    /// Sends a request with all that this caller can show.
    Answer call(String method, String path, String body) throws Exception {
        return proves
                ? puppet.call(method, path, token, body)
                : puppet.send(method, path, "", "", body);
    }
}
