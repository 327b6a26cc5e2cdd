package io.ocmfed.runtime.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.ocmfed.runtime.peer.signature.SigningKey;
import io.ocmfed.runtime.peer.signature.SigningKeyFile;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The public documents of the ocm role. All discovery paths that servers in the field ask for give
 * the same body, without a redirect.
 */
@Singleton
final class DiscoveryRoutes {

  /** Also keeps {@code /ocm-provider/}, which Vert.x takes for the same path. */
  private static final List<String> DISCOVERY = List.of("/.well-known/ocm", "/ocm-provider");

  private static final List<String> KEYS = List.of("/ocm/jwks", "/.well-known/jwks.json");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Settings settings;
  private final Roles roles;
  private final SigningKeyFile key;

  DiscoveryRoutes(Settings settings, Roles roles, SigningKeyFile key) {
    this.settings = settings;
    this.roles = roles;
    this.key = key;
  }

  void register(@Observes Router router) {
    if (!roles.has(Role.OCM)) {
      return;
    }
    DISCOVERY.forEach(path -> serve(router, path, this::document));
    KEYS.forEach(path -> serve(router, path, this::keys));
  }

  private Map<String, Object> document() {
    return OwnDiscovery.document(
        settings.publicBase(), settings.shownName(), key.find().isPresent());
  }

  private Map<String, Object> keys() {
    List<JWK> keys = key.find().map(SigningKey::jwk).map(JWK.class::cast).stream().toList();
    return new JWKSet(keys).toJSONObject(true);
  }

  private static void serve(Router router, String path, Supplier<Map<String, Object>> document) {
    router.route(path).handler(context -> answer(context, document));
  }

  private static void answer(RoutingContext context, Supplier<Map<String, Object>> document) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
      return;
    }
    byte[] body = json(document.get());
    String etag = etag(body);
    var response =
        context
            .response()
            .putHeader("Content-Type", "application/json")
            .putHeader("Cache-Control", "public, max-age=300")
            .putHeader("ETag", etag);
    String known = context.request().getHeader("If-None-Match");
    if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
      response.setStatusCode(304).end();
    } else if (method.equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(body.length)).end();
    } else {
      response.end(io.vertx.core.buffer.Buffer.buffer(body));
    }
  }

  private static byte[] json(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String etag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
