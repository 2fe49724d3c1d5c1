package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.injection.Payload.Family;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// One run of the drill over all payloads.
final class Sweep {

    /// Far more than the lists have with all that the drill planted.
    private static final int LIST_PAGES_MAX = 60;

    private final Target target;
    private final Map<Integer, Payload> payloads;
    private final Collector collector;
    private final Tabs tabs;
    private final Attempts attempts;

    /// Marks of all texts that were on some page.
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean broken = new AtomicBoolean();

    Sweep(
            Target target,
            List<Payload> payloads,
            Collector collector,
            Tabs tabs,
            Attempts attempts) {
        this.target = target;
        this.payloads =
                payloads.stream().collect(Collectors.toMap(Payload::number, Function.identity()));
        this.collector = collector;
        this.tabs = tabs;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        names();
        var planted = plant();
        open(planted);
        var shown = planted.stream().filter(one -> !one.posts().isEmpty()).findFirst();
        new SecondLock(target.url(), collector, tabs, attempts)
                .attack(Visits.kinds(shown.orElseThrow()));
        strays();
        everythingWasSeen(planted);
    }

    /// Look-alike and broken names must not be given out at all.
    private void names() throws Exception {
        var founder = Puppet.claimed(target, "xss-names");
        var token = founder.token();
        var place = new CommunityName("xss-place");
        for (var payload : of(Family.NAME)) {
            var name = payload.text("", collector.host());
            var agent = Puppet.newcomer(target, "xss-name");
            var create = agent.creation(null, null);
            var record = agent.bend(create, renamed(agent.handle().value(), name));
            var taken = agent.submit(List.of(record), "");
            tried("a handle", taken.ok(), payload + " " + taken.brief());
            var found = new CommunityBody.Create(place, "x", null);
            var community = founder.bend(found, renamed(place.value(), name));
            var founded = founder.submit(List.of(community), token);
            tried("a community's name", founded.ok(), payload + " " + founded.brief());
        }
    }

    private static UnaryOperator<String> renamed(String honest, String name) {
        return json -> json.replace('"' + honest + '"', JsonWriter.write(new JsonString(name)));
    }

    private List<Payload> of(Family family) {
        return payloads.values().stream().filter(one -> one.family() == family).toList();
    }

    private List<Planted> plant() throws Exception {
        var work = new ArrayList<Callable<Planted>>();
        for (var payload : payloads.values()) {
            if (payload.family() != Family.NAME) {
                work.add(() -> Planter.plant(target, payload, collector.host()));
            }
        }
        var planted = tabs.all(work);
        for (var one : planted) {
            tried(
                    "making the server fail",
                    !one.failures().isEmpty(),
                    "%s %s".formatted(one.payload(), one.failures()));
        }
        return planted;
    }

    private void open(List<Planted> planted) throws Exception {
        var work = new ArrayList<Tabs.Work>();
        Visits.lists().forEach(list -> work.add(tab -> walk(tab, list)));
        planted.forEach(one -> work.addAll(visits(Visits.of(one))));
        payloads.values().forEach(one -> work.addAll(visits(Visits.echoes(one, collector.host()))));
        tabs.each(work);
    }

    private List<Tabs.Work> visits(List<Visit> visits) {
        return visits.stream().<Tabs.Work>map(visit -> tab -> visit(tab, visit)).toList();
    }

    private void walk(Tab tab, Visit list) throws Exception {
        var page = list;
        for (var i = 0; i < LIST_PAGES_MAX; i++) {
            var next = visit(tab, page);
            if (next.isEmpty()) {
                return;
            }
            page = new Visit(list.kind(), next);
        }
    }

    /// {@return the address of the next page of a list, or empty}
    private String visit(Tab tab, Visit visit) throws Exception {
        var look = Look.at(tab, target.url() + visit.path());
        var flaws = look.flawsByPayload();
        var unexplained = new HashSet<>(flaws.keySet());
        for (var shown : new HashSet<>(look.shown())) {
            seen.add("drill%d%s".formatted(shown.payload(), shown.field()));
            var own = new ArrayList<>(flaws.getOrDefault(shown.payload(), List.of()));
            if (!shown.marked() && wantsMark(shown.payload())) {
                own.add("no mark");
            }
            tried(
                    "%s on %s".formatted(Field.of(shown.field()), visit.kind()),
                    !own.isEmpty(),
                    evidence(shown.payload(), visit, own));
            unexplained.remove(shown.payload());
        }
        for (var number : unexplained) {
            tried(
                    visit.kind(),
                    true,
                    evidence(number, visit, flaws.getOrDefault(number, List.of())));
        }
        if (look.shown().isEmpty() && unexplained.isEmpty()) {
            tried(visit.kind(), false, "");
        }
        return look.next();
    }

    /// Texts of an earlier run on the same server have other numbers or mean something else.
    private boolean wantsMark(int number) {
        return Optional.ofNullable(payloads.get(number))
                .filter(payload -> payload.family().wantsMark())
                .isPresent();
    }

    private String evidence(int number, Visit visit, List<String> flaws) {
        var payload = payloads.get(number);
        return "%s at %s: %s"
                .formatted(
                        payload == null ? "something" : payload,
                        visit.path(),
                        String.join(", ", flaws.subList(0, Math.min(flaws.size(), 3))));
    }

    /// Requests that reached the collector without the drill's own doing.
    private void strays() {
        for (var stray : collector.strays()) {
            if (Collector.number(stray) < SecondLock.FIRST_NUMBER) {
                tried("a request to another host", true, stray);
            }
        }
    }

    private void everythingWasSeen(List<Planted> planted) {
        if (broken.get()) {
            // A page that is broken may well show nothing.
            return;
        }
        for (var one : planted) {
            for (var field : one.fields()) {
                var mark = field.mark(one.payload());
                if (field != Field.REASON && !seen.contains(mark)) {
                    throw new IllegalStateException(
                            "%s was planted as %s and seen nowhere"
                                    .formatted(one.payload(), field));
                }
            }
        }
    }

    private void tried(String kind, boolean gotThrough, String detail) {
        if (gotThrough) {
            broken.set(true);
        }
        attempts.tried(kind, gotThrough, detail);
    }
}
