package io.ocmfed.runtime.ocm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Outbox.Owed;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.testing.Installation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faces of the ocm role over HTTPS, with its database and the gateway of the same process. */
@QuarkusTest
@QuarkusTestResource(value = OcmInstallation.class, restrictToAnnotatedClass = true)
class OcmFaceTest {

  private static final String PEER = "peer.invalid";
  private static final String TOKEN = "a-token-of-0123456789-letters";
  private static long sequence;

  @Inject Settings settings;
  @Inject Vertx vertx;
  @Inject OcmRole role;
  @Inject Store store;

  @BeforeEach
  void readyWithItsEndpoints() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> management().get("/q/health/ready").then().statusCode(200));
    admin()
        .body(
            Map.of(
                "fence", Map.of("term", 1, "sequence", ++sequence),
                "services",
                    Map.of(
                        "gateway", List.of(endpoint(settings.gatewayPort())),
                        "ocm", List.of(endpoint(settings.ocmPort())))))
        .put("/admin/v1/endpoints")
        .then()
        .statusCode(200);
    admin().body(trust("uid-1", 1)).put("/admin/v1/trusts/peer").then().statusCode(200);
  }

  @Test
  void aTrustIsDeclaredShownAndDiscoveredInTheBackground() {
    admin()
        .get("/admin/v1/trusts/peer")
        .then()
        .statusCode(200)
        .body("domain", equalTo(PEER))
        .body("peer", nullValue())
        .body("mutual", equalTo("Unknown"))
        .body("connections", equalTo(0))
        .body("outbox.depth", notNullValue());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                admin()
                    .get("/admin/v1/trusts/peer")
                    .then()
                    .body("discovery.state", equalTo("Failed"))
                    .body("discovery.failure.code", equalTo("PEER_UNREACHABLE"))
                    .body("reachable", equalTo("False")));
    admin()
        .body(trust("uid-1", 0))
        .put("/admin/v1/trusts/peer")
        .then()
        .statusCode(409)
        .body("code", equalTo("OUTDATED"));
    admin()
        .body(trust("uid-2", 1))
        .put("/admin/v1/trusts/other")
        .then()
        .statusCode(409)
        .body("code", equalTo("CONFLICT"));
    admin().delete("/admin/v1/trusts/peer?uid=another").then().statusCode(204);
    admin().get("/admin/v1/trusts").then().body("items", hasSize(1)).body("cursor", notNullValue());
    admin()
        .get("/admin/v1/peers/" + PEER)
        .then()
        .statusCode(200)
        .body("domain", equalTo(PEER))
        .body("$", hasKey("clockSkewSeconds"));
    admin().delete("/admin/v1/trusts/nothing").then().statusCode(404);
  }

  @Test
  void aTrustDeletedWithRevokeEndsItsConnectionsAndTellsThePeerBeforeItIsGone() {
    Map<String, Object> revoking = new HashMap<>(trust("uid-1", 2));
    revoking.put("deletionPolicy", "Revoke");
    admin().body(revoking).put("/admin/v1/trusts/peer").then().statusCode(200);
    String invite = role.issueInvite().issue("alice", Duration.ZERO, "").invite();
    String token = InviteString.parse(invite).orElseThrow().token();
    byte[] accepted =
        accepted(PEER).replace("\"t\"", "\"" + token + "\"").getBytes(StandardCharsets.UTF_8);
    Sender sender = new Sender.Signed(PEER, PEER + "#1");
    assertThat(role.inbox().receive("invite-accepted", accepted, sender).status()).isEqualTo(200);
    assertThat(live()).isEqualTo(1);

    admin().delete("/admin/v1/trusts/peer?uid=uid-1").then().statusCode(204);
    assertThat(live()).isZero();
    admin().get("/admin/v1/trusts/peer").then().statusCode(404);
    admin().get("/admin/v1/trusts").then().body("items", hasSize(0));
    // Its domain is refused, and the connection does not come back.
    assertThat(role.inbox().receive("invite-accepted", accepted, sender).status())
        .isBetween(400, 499);
    assertThat(live()).isZero();
    // Kept, unseen, as long as the peer has to be told; it does not answer here.
    assertThat(owed()).isPositive();
    int early = store.inTransaction(tx -> tx.trusts().dropRetired(Instant.EPOCH));
    assertThat(early).isZero();
    assertThat(trustWithPeer()).isPresent();
    int late = store.inTransaction(tx -> tx.trusts().dropRetired(Instant.now().plusSeconds(1)));
    assertThat(late).isEqualTo(1);
    assertThat(trustWithPeer()).isEmpty();
  }

  private Optional<TrustRecord> trustWithPeer() {
    return store.inTransaction(tx -> tx.trusts().byDomain(PEER));
  }

  private int live() {
    return store.inTransaction(tx -> tx.acceptances().liveWith(PEER)).size();
  }

  private int owed() {
    return store.inTransaction(tx -> tx.outbox().owed()).stream()
        .filter(one -> one.domain().equals(PEER))
        .mapToInt(Owed::depth)
        .sum();
  }

  @Test
  void anInvitationIsDeclaredAndItsMistakesAreNamed() {
    admin()
        .body(invite("alice", "Issue"))
        .put("/admin/v1/invites/alices")
        .then()
        .statusCode(200)
        .body("state", equalTo("Offered"))
        .body("connections", hasSize(0));
    admin()
        .body(invite("nobody", "Issue"))
        .put("/admin/v1/invites/nobodys")
        .then()
        .statusCode(422)
        .body("status", equalTo(422))
        .body("code", equalTo("USER_UNKNOWN"));
    Map<String, Object> untrusted = invite("alice", "Issue");
    untrusted.put("domain", "stranger.example.org");
    admin()
        .body(untrusted)
        .put("/admin/v1/invites/strangers")
        .then()
        .statusCode(422)
        .body("code", equalTo("PEER_UNTRUSTED"));
    admin().get("/admin/v1/invites").then().body("items.name", hasItem("alices"));
    admin().delete("/admin/v1/invites/alices?uid=uid-1").then().statusCode(204);
    admin().get("/admin/v1/invites/alices").then().statusCode(404);
  }

  @Test
  void aShareIsDeclaredAndWaitsForItsConnection() {
    Map<String, Object> share = new HashMap<>();
    share.put("uid", "uid-1");
    share.put("generation", 1);
    share.put("domain", PEER);
    share.put("direction", "Outgoing");
    share.put("localUser", "alice");
    share.put("remoteUser", "bob@" + PEER);
    share.put("resource", "/Projects/report.pdf");
    share.put("permissions", List.of("read"));
    admin()
        .body(share)
        .put("/admin/v1/shares/report")
        .then()
        .statusCode(200)
        .body("state", equalTo("Pending"))
        .body("connectionFound", equalTo(false))
        .body("resourceName", equalTo("report.pdf"))
        .body("resourceType", equalTo("file"))
        .body("sizeBytes", equalTo(12));
    share.put("resource", "/missing");
    admin()
        .body(share)
        .put("/admin/v1/shares/missing")
        .then()
        .statusCode(422)
        .body("code", equalTo("RESOURCE_NOT_FOUND"));
    share.put("resource", "/Projects/report.pdf");
    share.put("permissions", List.of("write"));
    admin()
        .body(share)
        .put("/admin/v1/shares/report")
        .then()
        .statusCode(422)
        .body("code", equalTo("EXCEEDS_TRUST"));
    admin().get("/admin/v1/shares?scope=all").then().body("items.name", hasItem("report"));
    admin().delete("/admin/v1/shares/report?uid=uid-1").then().statusCode(204);
  }

  @Test
  void messagesWithoutSignatureAreRefusedWithAndWithoutSlash() {
    for (String path : List.of("/ocm/invite-accepted", "/ocm/invite-accepted/")) {
      peers()
          .contentType("text/plain")
          .body(accepted(PEER))
          .post(path)
          .then()
          .statusCode(401)
          .contentType("application/json")
          .body("code", equalTo("SIGNATURE_INVALID"));
    }
    peers()
        .contentType("application/json")
        .body(accepted("stranger.example.org"))
        .post("/ocm/invite-accepted")
        .then()
        .statusCode(403)
        .body("code", equalTo("PEER_UNTRUSTED"));
    peers()
        .contentType("application/json")
        .body("{}")
        .post("/ocm/shares")
        .then()
        .statusCode(400)
        .body("code", equalTo("INVALID_REQUEST"));
    peers()
        .contentType("application/json")
        .body("not json")
        .post("/ocm/notifications/")
        .then()
        .statusCode(400);
  }

  @Test
  void aUserInvitesThroughGraphAndTheLinkShowsTheInvitation() {
    String link =
        user("alice")
            .contentType("application/json")
            .body("{}")
            .post("/graph/v1beta1/me/ocm/invitations")
            .then()
            .statusCode(anyOf(equalTo(200), equalTo(201)))
            .extract()
            .path("link");
    assertThat(link).startsWith("https://cloud-a.example.org/ocm/invite?token=");
    peers()
        .get(link.substring("https://cloud-a.example.org".length()))
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Referrer-Policy", equalTo("no-referrer"))
        .body(containsString("cloud-a.example.org"));
    peers()
        .get("/ocm/accept-invite?token=token-0123456789&providerDomain=x.example.org")
        .then()
        .statusCode(200)
        .body(containsString("x.example.org"));
    peers().get("/ocm/invite").then().statusCode(400);
    user("bob").get("/graph/v1beta1/me/drive/sharedWithMe").then().statusCode(200);
  }

  @Test
  void changesAreStreamedFromTheirCursor() {
    long cursor = admin().get("/admin/v1/trusts").then().extract().jsonPath().getLong("cursor");
    AtomicReference<String> read = new AtomicReference<>("");
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(settings.managementPort())
                .setURI("/admin/v1/events?after=" + cursor)
                .putHeader("Authorization", "Bearer " + Installation.ADMIN_TOKEN))
        .onSuccess(
            request ->
                request
                    .send()
                    .onSuccess(
                        response ->
                            response.handler(
                                part -> read.updateAndGet(before -> before + part.toString()))));
    await().until(() -> read.get().startsWith(": cursor " + cursor));
    admin().body(invite("alice", "Issue")).put("/admin/v1/invites/streamed").then().statusCode(200);
    await()
        .untilAsserted(
            () ->
                assertThat(read.get())
                    .contains("event: change")
                    .contains("\"kind\":\"invite\"")
                    .contains("\"name\":\"streamed\""));
    client.close();
    admin().delete("/admin/v1/invites/streamed").then().statusCode(204);
    admin()
        .get("/admin/v1/events?after=99999999")
        .then()
        .statusCode(410)
        .body("code", equalTo("CURSOR_COMPACTED"));
  }

  @Test
  void connectionsAreListedAndAnUnknownOneIsNotFound() {
    admin().get("/admin/v1/connections").then().statusCode(200).body("items", notNullValue());
    admin()
        .delete("/admin/v1/connections/none")
        .then()
        .statusCode(404)
        .body("code", equalTo("NOT_CONNECTED"));
  }

  @Test
  void theHistoryOfAConnectionIsReadableInOrderAndWithoutSecrets() {
    String token = "a-token-that-nobody-sees-0123456789";
    String id = "history-0000-0000-0000-000000000001";
    Instant now = Instant.now();
    store.inTransaction(
        tx -> {
          long tick = tx.tick();
          Invitation offered =
              new Invitation(
                  Sha256.hex(token),
                  "alice",
                  null,
                  null,
                  "for Bob",
                  now.plusSeconds(600),
                  1,
                  now,
                  null,
                  tick,
                  tick);
          tx.invitations().save(offered);
          tx.trail().add(TrailEntry.of(offered, "offered", Cause.USER, now));
          Acceptance standing =
              Acceptance.byPeer(
                  id, "alice", Remote.of(PEER, "bob"), Sha256.hex(token), true, tx.tick(), now);
          tx.acceptances().save(standing);
          tx.trail().add(TrailEntry.of(standing, "standing", Cause.PEER, now));
          return null;
        });
    admin().delete("/admin/v1/connections/" + id).then().statusCode(204);
    String body =
        admin()
            .get("/admin/v1/connections/" + id + "/history?limit=2")
            .then()
            .statusCode(200)
            .body("connection.id", equalTo(id))
            .body("items.about", contains("invitation", "connection"))
            .body("items.what", contains("offered", "standing"))
            .body("items.cause", contains("User", "Peer"))
            .body("items.by", contains("alice", "bob@" + PEER))
            .body(
                "items.text",
                contains(
                    "The invitation was offered, by user alice.",
                    "The connection stands, by peer bob@" + PEER + "."))
            .body("items[0].requestId", notNullValue())
            .extract()
            .asString();
    assertThat(body).doesNotContain(token, Sha256.hex(token));
    String next = JsonPath.from(body).getString("next");
    admin()
        .get("/admin/v1/connections/" + id + "/history?after=" + next)
        .then()
        .statusCode(200)
        .body("items[0].what", equalTo("ended"))
        .body("items[0].text", equalTo("The connection ended, by user alice."))
        .body("next", nullValue());
    admin()
        .get("/admin/v1/connections/none/history")
        .then()
        .statusCode(404)
        .body("code", equalTo("RESOURCE_NOT_FOUND"));
    management().get("/admin/v1/connections/" + id + "/history").then().statusCode(401);
  }

  private static Map<String, Object> trust(String uid, long generation) {
    return Map.of(
        "uid",
        uid,
        "generation",
        generation,
        "domain",
        PEER,
        "signatures",
        "Required",
        "invites",
        "Both",
        "shares",
        "Both",
        "permissions",
        List.of("read"),
        "maxShareSeconds",
        86400,
        "deletionPolicy",
        "Retain");
  }

  private static Map<String, Object> invite(String user, String type) {
    Map<String, Object> invite = new HashMap<>();
    invite.put("uid", "uid-1");
    invite.put("generation", 1);
    invite.put("domain", PEER);
    invite.put("type", type);
    invite.put("user", user);
    invite.put("token", TOKEN);
    invite.put("expiresAt", java.time.Instant.now().plusSeconds(3600).toString());
    invite.put("maxAcceptances", 1);
    return invite;
  }

  private static String accepted(String domain) {
    return """
    {"recipientProvider": "%s", "token": "t", "userID": "u", "email": "e", "name": "n"}
    """
        .formatted(domain);
  }

  private static Map<String, Object> endpoint(int port) {
    return Map.of("host", "127.0.0.1", "port", port, "pod", "pod");
  }

  private RequestSpecification user(String name) {
    return peers().auth().preemptive().basic(name, name + "-secret");
  }

  private RequestSpecification peers() {
    return given()
        .relaxedHTTPSValidation()
        .baseUri("https://127.0.0.1:" + settings.publicPort())
        .port(settings.publicPort());
  }

  private RequestSpecification management() {
    return given()
        .relaxedHTTPSValidation()
        .baseUri("https://127.0.0.1:" + settings.managementPort())
        .port(settings.managementPort());
  }

  private RequestSpecification admin() {
    return management()
        .header("Authorization", "Bearer " + Installation.ADMIN_TOKEN)
        .contentType("application/json");
  }
}
