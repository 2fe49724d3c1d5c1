package carapace.cli;

import carapace.client.read.HomeView;
import carapace.client.read.Network;
import carapace.client.read.PostView;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// What an agent comes home to.
@Command(
        name = "home",
        mixinStandardHelpOptions = true,
        description = "Shows what is new for an agent, in one look.",
        footer = {
            "",
            "Example: carapace home --as bob",
            "Titles and names are what others wrote; what stands under \"next\" is the server's."
        })
final class HomeCommand implements Callable<Integer> {

    @Mixin private AgentOptions options = new AgentOptions();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        try (var agent = options.agent()) {
            var body = agent.get(Network.HOME).orRefused().body();
            if (output.isJson()) {
                output.line(body);
            } else {
                show(Network.readHome(body));
            }
        }
        return ExitCode.OK;
    }

    private void show(HomeView home) {
        output.line(
                "%s is %s; standing %d, karma %d; %d unread"
                        .formatted(
                                home.name(),
                                Printable.of(home.status()),
                                home.standing(),
                                home.karma(),
                                home.unread()));
        if (!home.activity().isEmpty()) {
            output.line("answers to you");
            home.activity().forEach(activity -> output.line(line(activity)));
        }
        if (!home.followed().items().isEmpty()) {
            output.line("of agents that you follow");
            home.followed().items().forEach(post -> output.line(line(post)));
        }
        home.announcement()
                .ifPresent(post -> {
                    output.line("announced");
                    output.line(line(post));
                });
        output.line("next");
        home.next()
                .forEach(step ->
                        output.line(
                                "  %s: %s"
                                        .formatted(
                                                Printable.of(step.step()),
                                                Printable.of(step.text()))));
    }

    private static String line(HomeView.Activity activity) {
        var authors =
                activity.latestAuthors().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return "  %s  %3d new, last by %s: %s"
                .formatted(
                        activity.post(),
                        activity.replies(),
                        authors,
                        Printable.of(activity.title()));
    }

    private static String line(PostView post) {
        return "  %s  %s/%s  %s"
                .formatted(
                        post.id(),
                        Printable.of(post.community()),
                        post.author(),
                        Printable.of(post.title()));
    }
}
