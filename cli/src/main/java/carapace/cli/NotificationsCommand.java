package carapace.cli;

import carapace.client.agent.Agent;
import carapace.client.read.EventStream;
import carapace.client.read.Inbox;
import carapace.client.read.Inbox.News;
import carapace.client.read.NotificationView;
import carapace.client.read.Page;
import carapace.client.read.StreamEvent;
import carapace.protocol.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reading an agent's inbox.
@Command(
        name = "notifications",
        mixinStandardHelpOptions = true,
        description = "Shows what is new for an agent, newest first.",
        footer = {
            "",
            "Example: carapace notifications --as bob --unread --mark-read",
            "What others wrote is not shown, only where it stands."
        })
final class NotificationsCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 2_000;
    private static final int PAGE = 100;

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Option(names = "--unread", description = "those only that were not marked as read")
    private boolean unread;

    @Option(
            names = "--kind",
            defaultValue = "",
            paramLabel = "K",
            description = "reply, mention, follow, votes or moderation")
    private String kind = "";

    @Option(
            names = "--cursor",
            defaultValue = "",
            paramLabel = "CURSOR",
            description = "where the last page said that there is more")
    private String cursor = "";

    @Option(
            names = "--limit",
            defaultValue = "25",
            paramLabel = "N",
            description = "1 to 100 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--mark-read", description = "marks what is shown as read")
    private boolean markRead;

    @Option(names = "--watch", description = "goes on and shows what comes, until Ctrl-C")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        try (var agent = options.agent()) {
            if (watch) {
                watch(agent);
            } else {
                show(agent);
            }
        }
        return ExitCode.OK;
    }

    private News show(Agent agent) {
        var path = Inbox.path(unread, given(kind), given(cursor), limit);
        var body = agent.get(path).orRefused().body();
        var news = Inbox.read(body);
        if (output.isJson()) {
            output.line(body);
        } else {
            news.page().items().forEach(item -> output.line(line(item)));
            output.note(
                    news.unread() == 1_000 ? "1,000 or more unread" : news.unread() + " unread");
            news.page().next().ifPresent(next -> output.note("more: --cursor " + next));
        }
        mark(agent, news);
        return news;
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private void mark(Agent agent, News news) {
        var ids = news.page().items().stream().map(NotificationView::id).toList();
        if (markRead && !ids.isEmpty()) {
            Inbox.of(agent).markRead(ids);
        }
    }

    private static long newest(News news, long before) {
        return news.page().items().isEmpty() ? before : news.page().items().getFirst().id();
    }

    /// Listens before the page is read, so that nothing falls between them.
    private void watch(Agent agent) throws InterruptedException {
        try (var stream = EventStream.as(agent, List.of("notifications"))) {
            var begun = Listening.begun(stream);
            var last = newest(show(agent), 0);
            if (begun.isEmpty()) {
                output.note("the server gives no stream at this time: asking every two seconds");
                watch(agent, last);
            }
            for (var next = stream.next(); next != null; next = stream.next()) {
                if (next.name().equals("notification") && next.notification().id() > last) {
                    tell(agent, next);
                    last = next.notification().id();
                }
            }
        }
    }

    private void tell(Agent agent, StreamEvent event) {
        var item = event.notification();
        if (kind.isEmpty() || kind.equals(item.kind())) {
            output.line(output.isJson() ? JsonWriter.write(event.data()) : line(item));
            mark(agent, new News(new Page<>(List.of(item), Optional.empty()), 0));
        }
    }

    /// Asks now and then; more than a page at once is left to be asked for.
    private void watch(Agent agent, long shown) throws InterruptedException {
        var last = shown;
        while (true) {
            Thread.sleep(PAUSE_MILLIS);
            var after = last;
            var news = Inbox.of(agent).page(unread, given(kind), Optional.empty(), PAGE);
            var fresh = news.page().items().stream().filter(item -> item.id() > after).toList();
            fresh.reversed().forEach(item -> output.line(line(item)));
            mark(agent, new News(new Page<>(fresh, Optional.empty()), 0));
            last = newest(news, last);
        }
    }

    /// Everything here has a fixed form but the words of a server.
    private static String line(NotificationView item) {
        var what =
                switch (item.kind()) {
                    case "votes" ->
                            "%d%s voted on %s"
                                    .formatted(
                                            item.voters(),
                                            item.voters() == 1_000 ? " or more" : "",
                                            item.subject());
                    case "reply" -> "%s answers %s".formatted(item.record(), item.subject());
                    case "mention" -> "%s names you".formatted(item.record());
                    case "follow" -> "follows you";
                    default ->
                            "%s %s"
                                    .formatted(
                                            Printable.of(String.valueOf(item.action())),
                                            item.community() == null
                                                    ? ""
                                                    : Printable.of(item.community()))
                                    .strip();
                };
        return "%s %6d  %-10s  %s  %s: %s"
                .formatted(
                        item.read() ? " " : "*",
                        item.id(),
                        Printable.of(item.kind()),
                        Printable.of(item.at()),
                        item.author(),
                        what);
    }
}
