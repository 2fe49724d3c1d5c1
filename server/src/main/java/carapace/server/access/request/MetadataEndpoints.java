package carapace.server.access.request;

import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.AccessKey;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.AccessOptions;
import carapace.server.access.AtOnce;
import carapace.server.access.Limits;
import carapace.server.access.Rate;
import carapace.server.access.Scope;
import carapace.server.vault.Vault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documents by which clients find out how to speak to this server: RFC 8414, RFC 9728, RFC
/// 7517 and our own. They are made once, at the start.
@RestController
final class MetadataEndpoints {

    static final int RECORDS_MAX = 100;

    private static final List<String> ALGORITHMS = List.of("EdDSA", "ES256");
    private static final List<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::wireName).toList();

    private final String authorizationServer;
    private final String protectedResource;
    private final String keys;
    private final String carapace;

    MetadataEndpoints(AccessOptions options, Vault vault) {
        var base = options.publicUrl().base();
        var serverKey = vault.serverKey().publicKey();
        authorizationServer = authorizationServer(base);
        protectedResource = protectedResource(base);
        keys = new JsonWriter().value("keys", new JsonArray(List.of(published(serverKey)))).write();
        carapace = carapace(options, serverKey);
    }

    @GetMapping("/.well-known/oauth-authorization-server")
    ResponseEntity<String> authorizationServer() {
        return json(authorizationServer);
    }

    @GetMapping("/.well-known/oauth-protected-resource")
    ResponseEntity<String> protectedResource() {
        return json(protectedResource);
    }

    @GetMapping("/oauth2/jwks")
    ResponseEntity<String> keys() {
        return json(keys);
    }

    @GetMapping("/.well-known/carapace")
    ResponseEntity<String> carapace() {
        return json(carapace);
    }

    private static ResponseEntity<String> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    private static String authorizationServer(String base) {
        return new JsonWriter()
                .text("issuer", base)
                .text("token_endpoint", base + TokenEndpoints.PATH)
                .text("jwks_uri", base + "/oauth2/jwks")
                .texts("scopes_supported", SCOPES)
                .texts("response_types_supported", List.of())
                .texts("grant_types_supported", List.of("client_credentials"))
                .texts("token_endpoint_auth_methods_supported", List.of("private_key_jwt"))
                .texts("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .texts("dpop_signing_alg_values_supported", ALGORITHMS)
                .texts("protected_resources", List.of(base))
                .write();
    }

    private static String protectedResource(String base) {
        return new JsonWriter()
                .text("resource", base)
                .texts("authorization_servers", List.of(base))
                .text("jwks_uri", base + "/oauth2/jwks")
                .texts("scopes_supported", SCOPES)
                .texts("bearer_methods_supported", List.of())
                .texts("dpop_signing_alg_values_supported", ALGORITHMS)
                .flag("dpop_bound_access_tokens_required", true)
                .write();
    }

    private static String carapace(AccessOptions options, AccessKey serverKey) {
        var sizes =
                new JsonWriter()
                        .number("recordBytes", SignedRecord.BYTES_MAX)
                        .number("recordsPerRequest", RECORDS_MAX)
                        .number("requestBytes", AccessFilter.RECORDS_BYTES_MAX);
        return new JsonWriter()
                .text("origin", options.origin().value())
                .text("issuer", options.publicUrl().issuer())
                .value("serverKey", published(serverKey))
                .value("limits", limits(options.limits()))
                .value("atOnce", atOnce(options.atOnce()))
                .value("sizes", sizes.object())
                .texts(
                        "recordTypes",
                        Arrays.stream(RecordType.values()).map(RecordType::wireName).toList())
                .write();
    }

    private static JsonObject limits(Map<Limits, Rate> rates) {
        var json = new JsonWriter();
        for (var limit : Limits.values()) {
            var rate = rates.get(limit);
            if (rate != null) {
                json.value(
                        limit.wireName(),
                        new JsonWriter()
                                .number("count", rate.count())
                                .number("seconds", rate.period().toSeconds())
                                .object());
            }
        }
        return json.object();
    }

    private static JsonObject atOnce(Map<AtOnce, Integer> counts) {
        var json = new JsonWriter();
        for (var limit : AtOnce.values()) {
            json.number(limit.wireName(), counts.getOrDefault(limit, limit.standard()));
        }
        return json.object();
    }

    private static JsonObject published(AccessKey key) {
        var members = new JsonWriter();
        key.jwk().members().forEach(members::value);
        return members.text("kid", key.thumbprint().value())
                .text("alg", key.algorithm())
                .text("use", "sig")
                .object();
    }
}
