package carapace.server.access.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddress direct = new ClientAddress(List.of());
    private final ClientAddress proxied = new ClientAddress(List.of(address(PROXY)));

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void believesTheSocketOnly() {
        assertThat(direct.holder("192.0.2.7", List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
        assertThat(proxied.holder("192.0.2.7", List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
    }

    @Test
    void believesATrustedProxyAboutItsOwnClient() {
        assertThat(proxied.holder(PROXY, List.of("198.51.100.1"))).isEqualTo("198.51.100.1");
        assertThat(proxied.holder(PROXY, List.of("203.0.113.9, 198.51.100.1")))
                .isEqualTo("198.51.100.1");
        assertThat(proxied.holder(PROXY, List.of("203.0.113.9", "198.51.100.1, " + PROXY)))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void findsTheClientHoweverMuchItSaidItself() {
        for (var said : List.of(30, 31, 32, 33, 500)) {
            var list = "203.0.113.9, ".repeat(said) + "198.51.100.1";
            assertThat(proxied.holder(PROXY, List.of(list))).isEqualTo("198.51.100.1");
            assertThat(proxied.holder(PROXY, List.of(",".repeat(said), "198.51.100.1, " + PROXY)))
                    .isEqualTo("198.51.100.1");
        }
        assertThat(
                        proxied.holder(
                                PROXY, List.of("203.0.113.9," + (PROXY + ",").repeat(31) + PROXY)))
                .isEqualTo(PROXY);
    }

    @Test
    void staysWithTheProxyWhenItSaysNothingUsable() {
        assertThat(proxied.holder(PROXY, List.of())).isEqualTo(PROXY);
        assertThat(proxied.holder(PROXY, List.of("evil.example"))).isEqualTo(PROXY);
        assertThat(proxied.holder(PROXY, List.of("198.51.100.1:80"))).isEqualTo(PROXY);
    }

    @Test
    void letsOnlyThisHostAndTheProxyCallPlainly() {
        for (var near : List.of("127.0.0.1", "127.8.8.8", "0:0:0:0:0:0:0:1", PROXY)) {
            assertThat(proxied.mayCallPlainly(near)).as(near).isTrue();
        }
        for (var far : List.of("10.0.0.2", "192.0.2.7", "2001:db8::1", "fe80::1%eth0", "")) {
            assertThat(proxied.mayCallPlainly(far)).as(far).isFalse();
        }
        assertThat(direct.mayCallPlainly(PROXY)).isFalse();
    }

    @Test
    void countsAHouseholdOnce() {
        var one = direct.holder("2001:db8:1:2:3:4:5:6", List.of());
        assertThat(direct.holder("2001:db8:1:2::9", List.of())).isEqualTo(one);
        assertThat(direct.holder("2001:db8:1:3::9", List.of())).isNotEqualTo(one);
        assertThat(direct.holder("::ffff:192.0.2.7", List.of())).isEqualTo("192.0.2.7");
    }
}
