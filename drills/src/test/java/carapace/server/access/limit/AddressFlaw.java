package carapace.server.access.limit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A server that believes whoever says in `X-Forwarded-For` for whom it speaks.
public final class AddressFlaw {

    private static final int ADDRESSES = 64;

    @Bean
    @Primary
    ClientAddress flawed() throws Exception {
        List<InetAddress> trusted = new ArrayList<>();
        for (var last = 1; last <= ADDRESSES; last++) {
            trusted.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}));
        }
        return new ClientAddress(trusted);
    }
}
