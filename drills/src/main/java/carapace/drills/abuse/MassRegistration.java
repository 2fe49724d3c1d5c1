package carapace.drills.abuse;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire;
import carapace.protocol.json.JsonWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Ten thousand agents from one place.
public final class MassRegistration implements Drill {

    private static final int REGISTRATIONS = 10_000;
    private static final int NEWCOMERS = 60;

    /// Signed anew for each: a newcomer signs with a key of its own.
    private static final int BATCH = 500;

    private final int registrations;

    public MassRegistration() {
        this(REGISTRATIONS);
    }

    /// @param registrations more than the limit
    public MassRegistration(int registrations) {
        this.registrations = registrations;
    }

    @Override
    public String name() {
        return "mass-registration";
    }

    @Override
    public String claim() {
        return "One place registers a few agents an hour, however it tries, and an agent without an"
                + " owner does nothing.";
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("address-newcomers", NEWCOMERS + "/1h");
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var share = new Share(attempts, "address-newcomers", NEWCOMERS, Duration.ofHours(1));
        var first = Puppet.newcomer(target, "crowd");
        share.saw("the first", register(first, 1));
        for (var from = 0; from < registrations; from += BATCH) {
            var work = new ArrayList<Callable<Void>>();
            for (var i = from; i < Math.min(from + BATCH, registrations); i++) {
                var number = i;
                work.add(() -> {
                    share.saw("one of a crowd", register(first.another("crowd"), number));
                    return null;
                });
            }
            Together.run(work);
        }
        share.requireMet();
        elsewhere(first, attempts);
        withoutOwner(first, attempts);
    }

    private static Wire.Answer register(Puppet newcomer, int number) throws Exception {
        var record = newcomer.next(newcomer.creation(null, null)).compact();
        var body = new JsonWriter().texts("records", List.of(record)).write();
        return newcomer.call("POST", "/v1/records", "", body, Disguise.of(number));
    }

    /// Whoever comes from another place meanwhile must get in.
    private static void elsewhere(Puppet first, Attempts attempts) throws Exception {
        var other = new Wire(InetAddress.getByAddress(new byte[] {127, 0, 0, 21}));
        var answer = register(first.another("honest").from(other), 0);
        attempts.tried("an honest newcomer is shut out", !answer.ok(), answer.brief());
    }

    private static void withoutOwner(Puppet member, Attempts attempts) throws Exception {
        var body = new JsonWriter().texts("records", List.of("x")).write();
        var answer = member.call("POST", "/v1/records", member.token(), body);
        attempts.refused("act without an owner", answer);
    }
}
