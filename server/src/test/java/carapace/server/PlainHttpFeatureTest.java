package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that listens for its proxy is found by others too.
class PlainHttpFeatureTest {

    @Test
    void isForTheTrustedProxyAndThisHostOnly(@TempDir Path folder) throws Exception {
        var here = addressOfThisHost();
        assumeTrue(here.isPresent(), "this host has no address but loopback");
        var elsewhere = InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 7});

        try (var server = start(folder.resolve("strange"), elsewhere)) {
            var refused = get(here.get(), server);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("/problems/not-allowed", "plain HTTP");
            assertThat(get(InetAddress.getLoopbackAddress(), server).statusCode()).isEqualTo(200);
        }
        try (var server = start(folder.resolve("trusted"), here.get())) {
            assertThat(get(here.get(), server).statusCode()).isEqualTo(200);
        }
    }

    private static RunningServer start(Path data, InetAddress proxy) throws UnknownHostException {
        return CarapaceServer.start(
                new ServerOptions(
                        data,
                        InetAddress.getByAddress(new byte[4]),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(proxy),
                        Map.of(),
                        false));
    }

    private static HttpResponse<String> get(InetAddress to, RunningServer server) throws Exception {
        var url = "http://%s:%d/about".formatted(to.getHostAddress(), server.url().getPort());
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private static Optional<InetAddress> addressOfThisHost() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
                .findFirst();
    }
}
