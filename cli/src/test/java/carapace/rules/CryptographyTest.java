package carapace.rules;

import static carapace.rules.Production.any;
import static carapace.rules.Production.usePackages;
import static carapace.rules.Production.useType;

import carapace.rules.planted.server.Keys;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.stream.Stream;

/// Who handles keys, and how what is secret is compared.
class CryptographyTest implements Ruled {

    @Override
    public Stream<Rule> rules() {
        return Stream.of(keys(), comparison());
    }

    private static Rule keys() {
        return Rule.no(
                        "few handle keys",
                        any(
                                usePackages(
                                        "javax.crypto..",
                                        "com.google.crypto.tink..",
                                        "com.nimbusds..",
                                        "com.amazon.corretto..",
                                        "org.bouncycastle.."),
                                useType(PrivateKey.class),
                                useType(KeyPair.class),
                                useType(Signature.class)),
                        "who reviews our cryptography must have read all of it soon")
                .except("carapace.protocol.key..", "keys and signatures are made and checked here")
                .except("carapace.server.vault..", "the server's keys are kept here")
                .except("carapace.server.access..", "nonces, and the fast provider of signatures")
                .except(
                        "carapace.server.database.Contexts",
                        "the MAC of a context belongs beside the SQL that checks it")
                .except("carapace.drills..", "forgers bring their own")
                .brokenBy(Keys.SignsItself.class, Keys.HoldsPrivateKey.class, Keys.MakesMac.class)
                .keptBy(Keys.AsksTheVault.class, Keys.ComparesInConstantTime.class);
    }

    private static Rule comparison() {
        return Rule.no(
                        "bytes are compared by MessageDigest.isEqual",
                        comparesBytes(),
                        "Arrays.equals ends at the first difference, which tells a guesser by its"
                                + " time how far it got")
                .except("carapace.protocol.key.Ed25519PublicKey", "compares public keys")
                .except("carapace.protocol.key.P256PublicKey", "compares public keys")
                .except("carapace.protocol.key.MessagingKey", "compares public keys")
                .except("carapace.client.agent.KeySeeds", "compares a file's header, no secret")
                .brokenBy(Keys.ComparesQuickly.class)
                .keptBy(Keys.ComparesInConstantTime.class);
    }

    private static ArchCondition<JavaClass> comparesBytes() {
        return Production.access(
                "compare arrays of bytes or characters with Arrays",
                target ->
                        target.getOwner().isEquivalentTo(Arrays.class)
                                && target.getFullName()
                                        .matches(".*\\.(equals|compare|mismatch)\\(\\[[BC].*"));
    }
}
