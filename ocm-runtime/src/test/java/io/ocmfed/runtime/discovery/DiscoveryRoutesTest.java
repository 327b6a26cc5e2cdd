package io.ocmfed.runtime.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import io.ocmfed.runtime.peer.signature.Messages;
import io.ocmfed.runtime.peer.signature.SigningKeyFile;
import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryRoutesTest {

  @TempDir Path keys;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Instant> now = new AtomicReference<>(Messages.NOW);
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(keys.resolve("signing.pem"), Messages.PEM);
    server = serve(Role.OCM);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.well-known/ocm", "/ocm-provider", "/ocm-provider/"})
  void everyDiscoveryPathSaysTheSame(String path) throws Exception {
    HttpResponse<String> response = get(path, Map.of());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://a.example.org/ocm",
                 "provider":"Cloud A","resourceTypes":[{"name":"file","shareTypes":["user"],
                 "protocols":{"webdav":"/dav/ocm/","webdav-receive":{"uri":"absolute"}}}],
                 "capabilities":["invites","notifications","protocol-object","http-sig"],
                 "criteria":["must-invite","allowlist"],"inviteAcceptDialog":"/ocm/accept-invite",
                 "jwksUri":"https://a.example.org/ocm/jwks","ocmfed":{"compare":"https://a.example.org/ocm/compare"}}""");
    assertThat(new ObjectMapper().readTree(response.body())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ocm/jwks", "/.well-known/jwks.json"})
  void theKeysArePublicAndNothingElseOfThem(String path) throws Exception {
    String body = get(path, Map.of()).body();
    assertThat(JWKSet.parse(body).getKeys()).containsExactly(Messages.key().jwk());
    assertThat(new ObjectMapper().readTree(body).at("/keys/0/alg").asText()).isEqualTo("EdDSA");
    assertThat(body).doesNotContain("\"d\"");
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws Exception {
    String etag = get("/ocm-provider", Map.of()).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = get("/.well-known/ocm", Map.of("If-None-Match", etag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/.well-known/ocm"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response = client.send(post, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void withoutAKeySigningIsNotAnnounced() throws Exception {
    Files.delete(keys.resolve("signing.pem"));
    now.set(now.get().plusSeconds(2));
    assertThat(get("/.well-known/ocm", Map.of()).body()).doesNotContain("http-sig", "jwksUri");
    assertThat(get("/ocm/jwks", Map.of()).body()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void otherRolesDoNotServeIt() throws Exception {
    server = serve(Role.GRAPH);
    for (String path : List.of("/.well-known/ocm", "/ocm-provider", "/ocm/jwks")) {
      assertThat(get(path, Map.of()).statusCode()).isEqualTo(404);
    }
  }

  private HttpServer serve(Role role) {
    Settings settings =
        new SmallRyeConfigBuilder()
            .withMapping(Settings.class)
            .withConverter(Path.class, 100, Path::of)
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "ocmfed.domain", "a.example.org",
                        "ocmfed.display-name", "Cloud A",
                        "ocmfed.public-url", "https://a.example.org/"),
                    "test",
                    100))
            .build()
            .getConfigMapping(Settings.class);
    SigningKeyFile key =
        new SigningKeyFile(
            new MountedFile(keys.resolve("signing.pem"), now::get), settings.domain());
    Router router = Router.router(vertx);
    new DiscoveryRoutes(settings, new Roles(EnumSet.of(role)), key).register(router);
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.actualPort() + path);
  }

  private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
