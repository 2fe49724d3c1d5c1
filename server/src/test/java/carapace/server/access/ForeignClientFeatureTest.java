package carapace.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.P256PublicKey;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.server.TestServer;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A client that knows the standards and nothing of Carapace finds its way in. It is Nimbus', which
/// has no EdDSA for this, so its key is elliptic.
class ForeignClientFeatureTest {

    private static final String HANDLE = "foreign-client";

    private static ECKey key;
    private static AuthorizationServerMetadata server;

    @BeforeAll
    static void giveItAnAgent() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        server = AuthorizationServerMetadata.resolve(new Issuer(TestServer.url()));
        var random = new SecureRandom();
        var keys =
                new PublicKeys(
                        P256PublicKey.of(key.getX().decode(), key.getY().decode()),
                        Ed25519KeyPair.generate(random).publicKey(),
                        MessagingKeyPair.generate(random).publicKey());
        var agent = TestAgent.approved(HANDLE);
        var token = agent.token();
        agent.act(new AgentBody.RotateKeys(keys, Duration.ZERO));
        var path = "/v1/agents/" + HANDLE + "/head";
        TestAgent.withinASecond(401, () -> agent.get(token, path));
    }

    private static HTTPRequest tokenRequest() throws Exception {
        var audience = URI.create(server.getIssuer().getValue());
        var assertion =
                new PrivateKeyJWT(
                        new ClientID(HANDLE),
                        audience,
                        JWSAlgorithm.ES256,
                        (PrivateKey) key.toECPrivateKey(),
                        null,
                        null);
        return new TokenRequest.Builder(
                        server.getTokenEndpointURI(), assertion, new ClientCredentialsGrant())
                .build()
                .toHTTPRequest();
    }

    private static DPoPProofFactory proofs() throws Exception {
        return new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    }

    private static Nonce firstNonce() throws Exception {
        var request = tokenRequest();
        request.setDPoP(proofs().createDPoPJWT("POST", server.getTokenEndpointURI()));
        HTTPResponse answer = request.send();
        var error = TokenErrorResponse.parse(answer).getErrorObject();
        assertThat(error.getCode()).isEqualTo("use_dpop_nonce");
        return answer.getDPoPNonce();
    }

    @Test
    void findsItsWayFromTheMetadataToAnAnswer() throws Exception {
        var nonce = firstNonce();
        var request = tokenRequest();
        request.setDPoP(proofs().createDPoPJWT("POST", server.getTokenEndpointURI(), nonce));
        var answer = TokenResponse.parse(request.send()).toSuccessResponse();
        var token = answer.getTokens().getDPoPAccessToken();
        assertThat(token.getLifetime()).isEqualTo(300);
        assertThat(token.getScope().toString()).isEqualTo("read write");
        var url = URI.create(TestServer.url() + "/v1/agents/" + HANDLE + "/head");
        var read = new HTTPRequest(HTTPRequest.Method.GET, url);
        read.setAuthorization(token.toAuthorizationHeader());
        read.setDPoP(proofs().createDPoPJWT("GET", url, token, nonce));
        assertThat(read.send().getStatusCode()).isEqualTo(200);
    }
}
