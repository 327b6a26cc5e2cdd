package io.ocmfed.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.InvitePhase;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.testing.ApiServer;
import io.ocmfed.operator.testing.Cloud;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole operator against a real API server and runtimes on loopback addresses. */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
class FederationTest {

  private static final String STRONG = "abcdefghijklmnopqrstuvwxyz012345";

  @Inject KubernetesClient client;
  @Inject Vertx vertx;
  private Cloud cloud;

  @BeforeEach
  void build() {
    cloud = new Cloud(client, vertx);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void everythingTurnsReadyInAnyOrderAndThenNothingIsWritten() {
    OcmShare share = cloud.share("report");
    OcmInvite invite = cloud.issue("alice-to-b");
    cloud.expect(share, ConditionType.READY, "False", "TrustNotFound");
    OcmTrust trust = cloud.trust("cloud-b", "cloud-b.example.org");
    cloud.expect(trust, ConditionType.READY, "False", "InstanceNotFound");
    OcmInstance instance = cloud.instance();
    cloud.expect(instance, ConditionType.READY, "False", "NoReadyGateway");
    cloud.gatewayPod("gateway-0");

    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    cloud.expect(trust, ConditionType.READY, "True", "Succeeded");
    cloud.expect(invite, ConditionType.READY, "True", "Offered");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");

    assertThat(cloud.now(instance).getStatus().inSync()).isEqualTo("2/2");
    assertThat(cloud.now(invite).getStatus().phase()).isEqualTo(InvitePhase.OFFERED);
    assertThat(cloud.now(instance).getMetadata().getFinalizers()).isEmpty();
    assertThat(cloud.now(trust).getMetadata().getFinalizers())
        .containsExactly("ocmfed.io/runtime-cleanup");
    JsonObject table = cloud.graph().tables().getLast();
    JsonObject gateway = table.getJsonObject("services").getJsonArray("gateway").getJsonObject(0);
    assertThat(gateway.getString("pod")).isEqualTo("gateway-0");
    assertThat(gateway.getInteger("port")).isEqualTo(9142);

    List<String> before = versions(instance, trust, invite, share);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(
            () -> assertThat(versions(instance, trust, invite, share)).isEqualTo(before));
  }

  private List<String> versions(CustomResource<?, ?>... objects) {
    return java.util.Arrays.stream(objects)
        .map(object -> cloud.now(object).getMetadata().getResourceVersion())
        .toList();
  }

  @Test
  void anIssuedTokenIsMadeInThreeFormsAndStaysSecret() {
    cloud.federated();
    OcmInvite invite = cloud.issue("alice-to-b");
    cloud.expect(invite, ConditionType.OFFERED, "True", "Offered");

    Secret secret = client.secrets().inNamespace(cloud.namespace()).withName("alice-to-b").get();
    String token = decoded(secret, "token");
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(decoded(secret, "invite")), StandardCharsets.UTF_8))
        .isEqualTo(token + "@cloud-a.example.org");
    assertThat(decoded(secret, "link"))
        .isEqualTo("https://cloud-a.example.org/ocm/invite?token=" + decoded(secret, "invite"));
    assertThat(secret.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(invite.getMetadata().getUid());
    assertThat(cloud.ocm().record("invites", "alice-to-b").getString("token")).isEqualTo(token);
    assertThat(client.resource(invite).get().toString()).doesNotContain(token);
  }

  private static String decoded(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  @Test
  void anAcceptFollowsWhatThePeerDoes() {
    cloud.federated();
    cloud.secret(
        "from-b",
        "ocmfed.io/invite-token",
        Map.of(
            "invite",
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    (STRONG + "@cloud-b.example.org").getBytes(StandardCharsets.UTF_8))));
    OcmInvite invite = cloud.accept("bob", "from-b");
    cloud.expect(invite, ConditionType.READY, "False", "WaitingForPeer");
    assertThat(cloud.ocm().record("invites", "bob").getString("token")).isEqualTo(STRONG);

    JsonObject connection =
        new JsonObject()
            .put("id", "a1")
            .put("remoteUser", "bob@cloud-b.example.org")
            .put("state", "Standing")
            .put("establishedAt", "2026-01-02T03:04:05Z");
    cloud
        .ocm()
        .change(
            "invites",
            "bob",
            cloud
                .ocm()
                .record("invites", "bob")
                .copy()
                .put("state", "Connected")
                .put("connections", new JsonArray().add(connection)));
    cloud.expect(invite, ConditionType.READY, "True", "Connected");

    cloud
        .ocm()
        .change(
            "invites",
            "bob",
            cloud
                .ocm()
                .record("invites", "bob")
                .copy()
                .put("state", "Disconnected")
                .put(
                    "connections",
                    new JsonArray()
                        .add(connection.copy().put("state", "Ended").put("endedBy", "Peer"))));
    cloud.expect(invite, ConditionType.READY, "False", "RemovedByPeer");
    assertThat(cloud.now(invite).getStatus().phase()).isEqualTo(InvitePhase.DISCONNECTED);
    assertThat(cloud.condition(invite, ConditionType.STALLED)).isEmpty();
  }

  @Test
  void secretsOfOtherTypesAreNotReadAndBadTokensAreNamed() {
    cloud.federated();
    cloud.secret("opaque", "Opaque", Map.of("token", STRONG));
    OcmInvite opaque = cloud.accept("opaque", "opaque");
    cloud.expect(opaque, ConditionType.STALLED, "True", "SecretTypeNotAllowed");
    cloud.secret("weak", "ocmfed.io/invite-token", Map.of("token", "short"));
    cloud.expect(cloud.accept("weak", "weak"), ConditionType.STALLED, "True", "TokenTooWeak");
    cloud.secret(
        "other",
        "ocmfed.io/invite-token",
        Map.of("link", "https://elsewhere.example.org/ocm/invite?token=" + STRONG));
    cloud.expect(
        cloud.accept("other", "other"), ConditionType.STALLED, "True", "TokenForOtherDomain");
    cloud.expect(cloud.accept("late", "late"), ConditionType.READY, "False", "SecretNotFound");
    assertThat(cloud.ocm().writes()).noneMatch(write -> write.contains("invites/"));

    client.secrets().inNamespace(cloud.namespace()).withName("opaque").delete();
    cloud.secret("opaque", "ocmfed.io/invite-token", Map.of("token", STRONG));
    cloud.expect(opaque, ConditionType.READY, "False", "WaitingForPeer");
  }

  @Test
  void theOlderOfTwoTrustsForADomainWinsAndDeletingTheYoungerTouchesNothing() {
    OcmTrust older = cloud.federated();
    // Names decide within one second: this one sorts behind.
    OcmTrust younger = cloud.trust("cloud-b-again", "cloud-b.example.org");
    cloud.expect(younger, ConditionType.STALLED, "True", "Conflict");
    cloud.delete(younger);
    await().until(() -> cloud.now(younger) == null);
    assertThat(cloud.ocm().record("trusts", "cloud-b")).isNotNull();

    OcmTrust heir = cloud.trust("cloud-b-heir", "cloud-b.example.org");
    cloud.expect(heir, ConditionType.STALLED, "True", "Conflict");
    cloud.delete(older);
    cloud.expect(heir, ConditionType.READY, "True", "Succeeded");
  }

  @Test
  void deletionRemovesTheRecordOrGivesUpInTimeWithAWarning() {
    cloud.federated();
    OcmInvite invite = cloud.issue("alice-to-b");
    OcmShare share = cloud.share("report");
    cloud.expect(invite, ConditionType.READY, "True", "Offered");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");

    cloud.delete(share);
    await().until(() -> cloud.now(share) == null);
    assertThat(cloud.ocm().record("shares", "report")).isNull();

    cloud.ocm().stop();
    cloud.delete(invite);
    await().atMost(Duration.ofSeconds(10)).until(() -> cloud.now(invite) == null);
    await()
        .until(
            () ->
                client.v1().events().inNamespace(cloud.namespace()).list().getItems().stream()
                    .anyMatch(
                        event ->
                            "CleanupSkipped".equals(event.getReason())
                                && "Warning".equals(event.getType())));
    assertThat(cloud.ocm().record("invites", "alice-to-b")).isNotNull();

    cloud.ocm().start();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> cloud.ocm().record("invites", "alice-to-b") == null);
  }

  @Test
  void theRuntimesSentenceReachesTheCondition() {
    cloud.federated();
    cloud.ocm().refuse(422, "USER_UNKNOWN", "There is no user alice here.");
    OcmShare share = cloud.share("report");
    cloud.expect(share, ConditionType.STALLED, "True", "UserUnknown");
    assertThat(cloud.condition(share, ConditionType.READY).orElseThrow().getMessage())
        .isEqualTo("There is no user alice here.");
    cloud.ocm().refuse(0, null, null);
    client
        .resource(cloud.now(share))
        .edit(
            now -> {
              now.getMetadata().setAnnotations(Map.of("ocmfed.io/reconcile-at", "now"));
              return now;
            });
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    assertThat(cloud.now(share).getStatus().lastHandledReconcileAt()).isEqualTo("now");
  }

  @Test
  void aPausedObjectIsLeftAloneButCanBeDeleted() {
    cloud.federated();
    OcmShare share = cloud.share("report");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    client
        .resource(cloud.now(share))
        .edit(
            now -> {
              now.getMetadata().setAnnotations(Map.of("ocmfed.io/paused", "true"));
              return now;
            });
    cloud.expect(share, ConditionType.PAUSED, "True", "Paused");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    cloud.delete(share);
    await().until(() -> cloud.now(share) == null);
    assertThat(cloud.ocm().record("shares", "report")).isNull();
  }

  @Test
  void receivedSharesAreMirroredAndComeBackWhenDeleted() {
    cloud.federated();
    JsonObject received =
        new JsonObject()
            .put("uid", "")
            .put("domain", "cloud-b.example.org")
            .put("direction", "Incoming")
            .put("localUser", "alice")
            .put("remoteUser", "bob@cloud-b.example.org")
            .put("state", "Received")
            .put("shareId", "5f0c7a3e-0001")
            .put("resourceName", "notes.txt")
            .put("resourceType", "file")
            .put("permissions", new JsonArray().add("read"))
            .put("createdAt", "2026-01-02T03:04:05Z")
            .put("connectionFound", true);
    cloud.ocm().change("shares", "5f0c7a3e-0001", received);
    OcmShare mirror = mirror();
    assertThat(mirror.getMetadata().getFinalizers()).isEmpty();
    assertThat(mirror.getMetadata().getLabels()).containsEntry("ocmfed.io/mirrored", "true");
    cloud.expect(mirror, ConditionType.READY, "True", "Received");

    cloud.delete(mirror);
    await().until(() -> !mirror().getMetadata().getUid().equals(mirror.getMetadata().getUid()));

    cloud.ocm().remove("shares", "5f0c7a3e-0001");
    await().until(() -> cloud.now(mirror) == null);
  }

  @Test
  void mirrorsFollowPolicyAndLimitOfTheirInstance() {
    cloud.federated();
    undeclared("a-first", "Outgoing", "Delivered", "2026-01-01T00:00:00Z");
    undeclared("b-second", "Incoming", "Received", "2026-01-02T00:00:00Z");
    undeclared("c-third", "Incoming", "Received", "2026-01-03T00:00:00Z");
    await().until(() -> mirrors().equals(Set.of("b-second", "c-third")));

    mirrorShares("{\"policy\":\"All\",\"limit\":1}");
    await().until(() -> mirrors().equals(Set.of("a-first")));
    assertThat(named("a-first").getSpec().resource()).isEqualTo("/Projects/notes.txt");
    await().until(() -> notShown().equals(OptionalInt.of(2)));

    mirrorShares("{\"policy\":\"None\"}");
    await().until(() -> mirrors().isEmpty());
    await().until(() -> notShown().isEmpty());
  }

  private void undeclared(String id, String direction, String state, String createdAt) {
    JsonObject share =
        new JsonObject()
            .put("uid", "")
            .put("domain", "cloud-b.example.org")
            .put("direction", direction)
            .put("localUser", "alice")
            .put("remoteUser", "bob@cloud-b.example.org")
            .put("state", state)
            .put("shareId", id)
            .put("resource", direction.equals("Outgoing") ? "/Projects/notes.txt" : null)
            .put("resourceName", "notes.txt")
            .put("resourceType", "file")
            .put("permissions", new JsonArray().add("read"))
            .put("createdAt", createdAt)
            .put("connectionFound", true);
    cloud.ocm().change("shares", id, share);
  }

  private void mirrorShares(String wish) {
    client
        .resources(OcmInstance.class)
        .inNamespace(cloud.namespace())
        .withName("cloud-a")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"mirrorShares\":" + wish + "}}");
  }

  private Set<String> mirrors() {
    return client
        .resources(OcmShare.class)
        .inNamespace(cloud.namespace())
        .withLabel("ocmfed.io/mirrored", "true")
        .list()
        .getItems()
        .stream()
        .map(mirror -> mirror.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private OcmShare named(String name) {
    return client.resources(OcmShare.class).inNamespace(cloud.namespace()).withName(name).get();
  }

  private OptionalInt notShown() {
    var known =
        client
            .resources(OcmInstance.class)
            .inNamespace(cloud.namespace())
            .withName("cloud-a")
            .get()
            .getStatus()
            .mirrorShares();
    return known == null ? OptionalInt.empty() : OptionalInt.of(known.notShown());
  }

  private OcmShare mirror() {
    var named =
        client.resources(OcmShare.class).inNamespace(cloud.namespace()).withName("5f0c7a3e-0001");
    return await().until(named::get, found -> found != null);
  }

  @Test
  void theOlderOfTwoInvitesWithOneTokenWins() {
    cloud.federated();
    cloud.secret("one", "ocmfed.io/invite-token", Map.of("token", STRONG));
    cloud.secret("two", "ocmfed.io/invite-token", Map.of("token", STRONG));
    OcmInvite older = cloud.accept("a-first", "one");
    cloud.expect(older, ConditionType.READY, "False", "WaitingForPeer");
    OcmInvite younger = cloud.accept("b-second", "two");
    cloud.expect(younger, ConditionType.STALLED, "True", "Conflict");
    cloud.delete(older);
    cloud.expect(younger, ConditionType.READY, "False", "WaitingForPeer");
  }

  @Test
  void aDeclaredShareThatSomebodyLabelsAMirrorCanStillBeDeleted() {
    cloud.federated();
    OcmShare share = cloud.share("report");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    client
        .resource(cloud.now(share))
        .edit(
            now -> {
              now.getMetadata().setLabels(Map.of("ocmfed.io/mirrored", "true"));
              return now;
            });
    cloud.delete(share);
    await().until(() -> cloud.now(share) == null);
    await().until(() -> cloud.ocm().record("shares", "report") == null);
  }
}
