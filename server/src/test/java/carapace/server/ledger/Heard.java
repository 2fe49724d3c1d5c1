package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.server.Await;
import carapace.server.TestServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;

/// Listens to what the server tells of one agent's records.
final class Heard
        implements ApplicationListener<PayloadApplicationEvent<RecordAccepted>>, AutoCloseable {

    private static final String COMMITTED = "select count(*) from ledger.records where id = ?";

    private final ApplicationEventMulticaster events =
            TestServer.part(ApplicationEventMulticaster.class);
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger unseen = new AtomicInteger();
    private final Handle agent;

    Heard(Handle agent) {
        this.agent = agent;
        events.addApplicationListener(this);
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<RecordAccepted> event) {
        var accepted = event.getPayload();
        if (accepted.agent().equals(agent) && !accepted.type().equals("agent.create")) {
            records.add(accepted.record().value());
            if (TestServer.count(COMMITTED, accepted.record().bytes()) == 0) {
                unseen.incrementAndGet();
            }
        }
    }

    List<String> records() {
        return List.copyOf(records);
    }

    int unseen() {
        return unseen.get();
    }

    /// Until so many records were told.
    void await(int count) {
        Await.until(records::size, told -> told >= count);
    }

    @Override
    public void close() {
        events.removeApplicationListener(this);
    }
}
