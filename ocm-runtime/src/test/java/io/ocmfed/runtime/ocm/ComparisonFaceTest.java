package io.ocmfed.runtime.ocm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.nimbusds.jose.jwk.JWKSet;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.peer.PeerServer;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.TestCa;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.peer.signature.SigningKey;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Comparisons over HTTPS, signed and verified, with the address that the peer announces. */
@QuarkusTest
@QuarkusTestResource(
    value = ComparisonFaceTest.WithLoopbackPeers.class,
    restrictToAnnotatedClass = true)
class ComparisonFaceTest {

  /** An installation that calls peers on loopback. */
  public static final class WithLoopbackPeers implements QuarkusTestResourceLifecycleManager {
    private final OcmInstallation installation = new OcmInstallation();

    @Override
    public Map<String, String> start() {
      Map<String, String> all = new HashMap<>(installation.start());
      all.put("ocmfed.allow-loopback-peers", "true");
      return all;
    }

    @Override
    public void stop() {
      installation.stop();
    }
  }

  @Inject Settings settings;
  @Inject Vertx vertx;
  @Inject OcmRole role;

  private final ConcurrentLinkedQueue<String> questions = new ConcurrentLinkedQueue<>();
  private volatile boolean knows;

  @Test
  void questionsGoOutSignedToTheAnnouncedAddressAndAreTakenOnlySignedAndOnce() throws Exception {
    patiently().untilAsserted(() -> management().get("/q/health/ready").then().statusCode(200));
    management()
        .body(
            Map.of(
                "fence", Map.of("term", 1, "sequence", 1),
                "services",
                    Map.of(
                        "gateway", List.of(endpoint(settings.gatewayPort())),
                        "ocm", List.of(endpoint(settings.ocmPort())))))
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(200);
    TestCa ca = new TestCa("peer CA");
    try (PeerServer peer = new PeerServer(vertx, ca.server("localhost"))) {
      SigningKey key = key(peer.domain());
      serve(peer, key);
      declare(peer, ca, "1");
      String id = connected(peer.domain());
      declare(peer, ca, "2");
      patiently().untilAsserted(() -> shown(id, "Disputed"));
      assertThat(questions).allMatch(question -> question.startsWith("signed "));
      management()
          .get("/admin/v1/trusts/peer")
          .then()
          .body("comparison.outcome", equalTo("Different"))
          .body("comparison.disputed", equalTo(1));
      knows = true;
      declare(peer, ca, "3");
      patiently().untilAsserted(() -> shown(id, "Standing"));

      byte[] body = "{\"acceptances\":[\"%s\"]}".formatted(id).getBytes(StandardCharsets.UTF_8);
      Map<String, String> signature =
          new MessageSigner(() -> key, Clock.systemUTC(), MessageSigner.randomNonces())
              .sign("POST", URI.create(settings.publicBase() + "/ocm/compare"), body);
      Response answer = ask(signature, body);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.asString()).isEqualTo("{\"acceptances\":[\"STANDING\"]}");
      assertThat(ask(signature, body).statusCode()).isEqualTo(401);
      assertThat(ask(Map.of(), body).statusCode()).isEqualTo(401);
      byte[] other = "{\"acceptances\":[\"x\"]}".getBytes(StandardCharsets.UTF_8);
      assertThat(ask(signature, other).statusCode()).isEqualTo(401);
      shown(id, "Standing");
    }
  }

  private void serve(PeerServer peer, SigningKey key) {
    peer.json(
        "/.well-known/ocm",
        """
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://%1$s/ocm",
         "capabilities":["http-sig"],"jwksUri":"https://%1$s/keys",
         "ocmfed":{"compare":"https://%1$s/elsewhere/compare"}}"""
            .formatted(peer.domain()));
    peer.json("/keys", new JWKSet(key.jwk()).toString(true));
    peer.on(
        "/elsewhere/compare",
        request ->
            request
                .body()
                .onSuccess(
                    body -> {
                      String how =
                          request.getHeader("Signature-Input") == null ? "unsigned " : "signed ";
                      questions.add(how + body);
                      String answer =
                          body.toString().contains("digest")
                              ? knows
                                  ? "{\"equal\":true}"
                                  : "{\"equal\":false,\"buckets\":\"%s\"}".formatted(none())
                              : "{\"acceptances\":[\"UNKNOWN\"]}";
                      request.response().putHeader("Content-Type", "application/json").end(answer);
                    }));
  }

  /** Digests that differ from everything. */
  private static String none() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[256 * 8]);
  }

  private String connected(String domain) {
    String invite = role.issueInvite().issue("alice", Duration.ZERO, "").invite();
    String id = "11111111-2222-3333-4444-555555555555";
    String message =
        """
        {"recipientProvider": "%s", "token": "%s", "userID": "bob", "email": "x", "name": "Bob",
         "acceptanceId": "%s"}
        """
            .formatted(domain, InviteString.parse(invite).orElseThrow().token(), id);
    Sender sender = new Sender.Signed(domain, domain + "#1");
    assertThat(
            role.inbox()
                .receive("invite-accepted", message.getBytes(StandardCharsets.UTF_8), sender)
                .status())
        .isEqualTo(200);
    return id;
  }

  private void declare(PeerServer peer, TestCa ca, String compareAt) {
    Map<String, Object> trust = new HashMap<>();
    trust.put("uid", "uid-peer");
    trust.put("generation", 1);
    trust.put("domain", peer.domain());
    trust.put("caCertificate", ca.pem());
    trust.put("signatures", "Required");
    trust.put("deletionPolicy", "Retain");
    trust.put("compareAt", compareAt);
    management().body(trust).put("/admin/v1/trusts/peer").then().statusCode(200);
  }

  private void shown(String id, String state) {
    management()
        .get("/admin/v1/connections")
        .then()
        .body("items.find { it.id == '" + id + "' }.state", equalTo(state))
        .body("items.localUser", hasItem("alice"));
  }

  private Response ask(Map<String, String> signature, byte[] body) {
    // The length is signed; the client sends it by itself, and no second one.
    Map<String, String> headers = new HashMap<>(signature);
    headers.keySet().removeIf("Content-Length"::equalsIgnoreCase);
    return given()
        .relaxedHTTPSValidation()
        .port(settings.publicPort())
        .baseUri("https://127.0.0.1")
        .contentType("application/json")
        .headers(headers)
        .body(body)
        .post("/ocm/compare");
  }

  private static SigningKey key(String domain) throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    return SigningKey.parse(
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n",
        domain);
  }

  private static Map<String, Object> endpoint(int port) {
    return Map.of("host", "127.0.0.1", "port", port, "pod", "pod");
  }

  private RequestSpecification management() {
    return given()
        .relaxedHTTPSValidation()
        .port(settings.managementPort())
        .baseUri("https://127.0.0.1")
        .contentType("application/json")
        .header("Authorization", "Bearer " + Installation.ADMIN_TOKEN);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(90));
  }
}
