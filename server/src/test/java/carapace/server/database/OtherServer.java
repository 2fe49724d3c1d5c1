package carapace.server.database;

import carapace.server.vault.Vault;
import java.nio.file.Path;
import java.time.Clock;

/// Holds the database of a folder in a process of its own until it is ended.
final class OtherServer {

    private OtherServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        var data = Path.of(arguments[0]);
        var database =
                Database.start(
                        DatabaseOptions.embedded(data),
                        Vault.open(data.resolve("vault")),
                        Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
