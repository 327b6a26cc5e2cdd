package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.CloudClient.Answer;
import io.ocmfed.launcher.Person.Contact;
import io.ocmfed.launcher.Person.SharedItem;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The main job, from the first {@code kubectl apply} to the last parting, as steps that the demo
 * and the first journey call one after the other. Each step does something as a user would, waits
 * for what must follow, and throws a {@link LauncherException} when it does not.
 */
public final class Story {

  /** The invitation and, with a number behind it, the one after it. */
  public static final String INVITE = "alice-to-bob";

  private static final String SHARE = "report";
  private static final String FILE = "report.pdf";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final KubernetesClient client;
  private final Cloud cloudA;
  private final Cloud cloudB;
  private final GitFolder gitA;
  private final GitFolder gitB;
  private final OcmObjects atA;
  private final OcmObjects atB;
  private final Person bob;
  private final Teller teller;

  /**
   * @param client an administrator's
   * @param cloudA where Alice lives
   * @param cloudB where Bob lives
   * @param gitA what A's organisation declares
   * @param gitB what B's organisation declares
   * @param people calls the clouds for their users
   */
  public Story(
      KubernetesClient client,
      Cloud cloudA,
      Cloud cloudB,
      GitFolder gitA,
      GitFolder gitB,
      CloudClient people,
      Teller teller) {
    this.client = client;
    this.cloudA = cloudA;
    this.cloudB = cloudB;
    this.gitA = gitA;
    this.gitB = gitB;
    this.atA = new OcmObjects(client, cloudA.namespace());
    this.atB = new OcmObjects(client, cloudB.namespace());
    this.bob = new Person(people, cloudB, "bob");
    this.teller = teller;
  }

  /** All of it in order. */
  public void tell() {
    showInstallations();
    teller.chapter("Two organisations apply what they keep in Git");
    applyA();
    applyB();
    awaitAllReady();
    bobReadsTheFile();
    theGatewaysAreReplaced();
    noGatewayIsUpAtAll();
    bobDeletesHisInvite();
    bobAppliesItAgain();
    bobRemovesTheConnectionHimself();
    bobAsksForItAgain();
    aliceWithdrawsTheInvitation();
    aNewInvitationConnectsThemOnceMore();
    teller.chapter("The end");
    teller.say("All of it is left running: ./ocmfed urls says how to reach it.");
  }

  /** Step 1: what the charts have installed. */
  public void showInstallations() {
    teller.chapter("Two clouds and the operator, installed from the charts");
    teller.show("get", "pods", "-n", cloudA.namespace());
    teller.show("get", "pods", "-n", cloudB.namespace());
  }

  /** Step 2: A's folder; may come before B's or after it. */
  public void applyA() {
    gitA.apply(client, cloudA.namespace());
    teller.say("A declares its instance, its trust in B, Alice's invitation and her share");
  }

  /** Step 2: B's folder. */
  public void applyB() {
    gitB.apply(client, cloudB.namespace());
    teller.say("B declares its instance, its trust in A, and that Bob accepts");
  }

  /** Step 3: all that was declared is Ready, and the share is mirrored at B. */
  public void awaitAllReady() {
    atA.awaitReady(OcmKind.INSTANCE, "cloud-a");
    atB.awaitReady(OcmKind.INSTANCE, "cloud-b");
    atA.awaitReady(OcmKind.TRUST, "cloud-b");
    atB.awaitReady(OcmKind.TRUST, "cloud-a");
    teller.say("both instances and both trusts are Ready");
    atB.awaitPhase(OcmKind.INVITE, INVITE, "Connected");
    atA.awaitPhase(OcmKind.INVITE, INVITE, "Connected");
    atA.awaitReady(OcmKind.INVITE, INVITE);
    atB.awaitReady(OcmKind.INVITE, INVITE);
    teller.say("Alice and Bob are connected");
    awaitShared();
    teller.show("get", "ocminvites,ocmshares", "-A");
  }

  private void awaitShared() {
    atA.awaitReady(OcmKind.SHARE, SHARE);
    Waiting.until(
        "the mirror of the share in " + cloudB.namespace(),
        PATIENCE,
        () -> !standingMirrors().isEmpty(),
        () -> "mirrors " + atB.mirrors().stream().map(m -> m.getMetadata().getName()).toList());
    teller.say("the share goes out of A and, mirrored, comes into B");
  }

  private List<GenericKubernetesResource> standingMirrors() {
    Set<String> over = Set.of("Revoked", "Expired", "Declined", "Failed");
    return atB.mirrors().stream()
        .filter(mirror -> !over.contains(String.valueOf(OcmObjects.text(mirror, "phase"))))
        .toList();
  }

  /** Step 4: Bob sees the file in Graph and reads its bytes, which B fetches from A. */
  public void bobReadsTheFile() {
    teller.chapter("Bob sees the file and reads it");
    SharedItem item = awaitListed();
    teller.say("Bob's sharedWithMe lists " + item.name());
    awaitReadable(item);
    teller.say(
        "he reads its %d bytes from %s, byte for byte Alice's"
            .formatted(expected().length, item.file()));
  }

  private SharedItem awaitListed() {
    return Waiting.forValue(
        FILE + " in Bob's list",
        PATIENCE,
        () -> bob.askForSharedWithMe().status() == 200 ? bob.sharedWithMe(FILE) : Optional.empty(),
        () -> bob.askForSharedWithMe().toString());
  }

  private void awaitReadable(SharedItem item) {
    Waiting.until(
        "Alice's bytes at " + item.file(),
        PATIENCE,
        () -> {
          Answer answer = bob.read(item.file());
          return answer.status() == 200 && Arrays.equals(answer.body(), expected());
        },
        () -> "status " + bob.read(item.file()).status());
  }

  private byte[] expected() {
    return DemoFiles.report(cloudA.user("alice").displayName());
  }

  /** Step 5: other pods, other addresses; nothing is restarted, and nobody notices. */
  public void theGatewaysAreReplaced() {
    teller.chapter("The gateway pods of B are replaced");
    var gateways = new Gateways(client, cloudB.namespace());
    Set<String> before = gateways.readyAddresses();
    SharedItem item = awaitListed();
    String revision = revision(atB.awaitReady(OcmKind.INSTANCE, "cloud-b"));
    var naive = new NaiveClient(before.iterator().next(), Gateways.GRPC_PORT);
    naive
        .call()
        .ifPresent(
            why -> {
              throw new LauncherException("The naive client fails before its time: " + why);
            });

    Set<String> after = gateways.replace();
    teller.say("%s went, %s came".formatted(before, after));
    requireUnharmed(item);
    teller.say("Bob's list and file go on working; nothing was restarted");
    String why =
        naive
            .call()
            .orElseThrow(() -> new LauncherException("A dead gateway's address still answers."));
    teller.say("a naive client that pinned the address fails from now on: " + why);
    atB.await(
        OcmKind.INSTANCE,
        "cloud-b",
        "to be in sync at a new revision",
        object -> OcmObjects.ready(object) && !Objects.equals(revision, revision(object)));
    teller.show("get", "ocminstances", "-n", cloudB.namespace());
  }

  private void requireUnharmed(SharedItem item) {
    Answer list = bob.askForSharedWithMe();
    if (list.status() != 200 || !list.text().contains(FILE)) {
      throw new LauncherException("After the replacement Bob's list is broken: " + list);
    }
    Answer file = bob.read(item.file());
    if (file.status() != 200 || !Arrays.equals(file.body(), expected())) {
      throw new LauncherException(
          "After the replacement Bob's file is broken: status " + file.status());
    }
  }

  private static String revision(GenericKubernetesResource instance) {
    return OcmObjects.text(instance, "gateway", "revision");
  }

  /** Step 5: with no gateway, the error says that it is the gateway. */
  public void noGatewayIsUpAtAll() {
    var gateways = new Gateways(client, cloudB.namespace());
    int replicas = gateways.readyAddresses().size();
    gateways.scale(0);
    Answer answer = bob.askForSharedWithMe();
    gateways.scale(replicas);
    JsonObject error =
        answer.status() >= 500 ? answer.json().getJsonObject("error") : new JsonObject();
    if (!"GATEWAY_UNAVAILABLE".equals(error.getString("code"))
        || !answer.text().contains("\"gateway\"")) {
      throw new LauncherException("Without a gateway Graph does not say so: " + answer);
    }
    teller.say(
        "with no gateway at all, Graph says after its wait: %s, %s"
            .formatted(error.getString("code"), error.getString("message")));
    awaitListed();
    teller.say("and works again as soon as one is there");
  }

  /** Step 6: the removal reaches the other side. */
  public void bobDeletesHisInvite() {
    teller.chapter("Bob leaves, by deleting his OcmInvite");
    SharedItem item = awaitListed();
    atB.delete(OcmKind.INVITE, INVITE);
    awaitParted(item);
    atA.await(
        OcmKind.INVITE,
        INVITE,
        "to be Disconnected, removed by the peer",
        object ->
            "Disconnected".equals(OcmObjects.text(object, "phase"))
                && OcmObjects.condition(object, "Ready")
                    .filter(ready -> "RemovedByPeer".equals(ready.get("reason")))
                    .isPresent());
    teller.say("A's invite shows Disconnected, removed by the peer");
    teller.show("get", "ocminvites,ocmshares", "-A");
  }

  private void awaitParted(SharedItem item) {
    atA.awaitPhase(OcmKind.SHARE, SHARE, "Revoked");
    Waiting.until(
        "the mirror at B to go or be Revoked",
        PATIENCE,
        () -> standingMirrors().isEmpty(),
        () -> standingMirrors().size() + " stand");
    teller.say("the share is Revoked on both sides");
    Waiting.until(
        "the file to be refused",
        PATIENCE,
        () -> bob.read(item.file()).status() >= 400 && bob.sharedWithMe(FILE).isEmpty(),
        () -> "status " + bob.read(item.file()).status());
    teller.say("the file is refused");
  }

  /** Step 6: Alice's token is still valid. */
  public void bobAppliesItAgain() {
    gitB.apply(client, cloudB.namespace(), "40-invite.yaml");
    teller.say("Bob applies his OcmInvite again: Alice's token is still valid");
    awaitTogetherAgain(INVITE);
  }

  private void awaitTogetherAgain(String invite) {
    atB.awaitPhase(OcmKind.INVITE, invite, "Connected");
    atA.awaitPhase(OcmKind.INVITE, invite, "Connected");
    awaitShared();
    awaitReadable(awaitListed());
    teller.say("they are connected again, and Alice's declared share was delivered anew");
  }

  /** Step 6: what a person ended stays ended, whatever is applied. */
  public void bobRemovesTheConnectionHimself() {
    teller.chapter("Bob removes the connection as a user");
    SharedItem item = awaitListed();
    for (Contact contact : bob.contacts()) {
      bob.disconnect(contact);
    }
    atB.awaitPhase(OcmKind.INVITE, INVITE, "Disconnected");
    awaitParted(item);
    gitB.apply(client, cloudB.namespace(), "40-invite.yaml");
    atB.annotate(OcmKind.INVITE, INVITE, "ocmfed.io/reconcile-at", Instant.now().toString());
    String asked =
        atB.find(OcmKind.INVITE, INVITE)
            .orElseThrow()
            .getMetadata()
            .getAnnotations()
            .get("ocmfed.io/reconcile-at");
    GenericKubernetesResource after =
        atB.await(
            OcmKind.INVITE,
            INVITE,
            "to be looked at again",
            object -> asked.equals(OcmObjects.text(object, "lastHandledReconcileAt")));
    if (!"Disconnected".equals(OcmObjects.text(after, "phase"))) {
      throw new LauncherException("Re-applying undid what Bob did himself.");
    }
    teller.say("his OcmInvite stays and shows Disconnected; applying it again changes nothing");
  }

  /** Step 6: until he asks for it. */
  public void bobAsksForItAgain() {
    atB.annotate(OcmKind.INVITE, INVITE, "ocmfed.io/reaccept-at", Instant.now().toString());
    teller.say("he asks for it, by the annotation ocmfed.io/reaccept-at");
    awaitTogetherAgain(INVITE);
  }

  /** Step 6: the inviter's removal voids the token, and the error says what to do. */
  public void aliceWithdrawsTheInvitation() {
    teller.chapter("Alice deletes her OcmInvite");
    SharedItem item = awaitListed();
    atA.delete(OcmKind.INVITE, INVITE);
    awaitParted(item);
    atB.annotate(
        OcmKind.INVITE, INVITE, "ocmfed.io/reaccept-at", Instant.now().plusSeconds(1).toString());
    GenericKubernetesResource refused =
        atB.await(
            OcmKind.INVITE,
            INVITE,
            "to name INVITE_UNKNOWN",
            object ->
                OcmObjects.condition(object, "Ready")
                    .filter(ready -> !"True".equals(ready.get("status")))
                    .filter(ready -> invitationUnknown(String.valueOf(ready)))
                    .isPresent());
    teller.say(
        "the old token is answered: "
            + OcmObjects.condition(refused, "Ready").orElseThrow().get("message"));
  }

  private static boolean invitationUnknown(String text) {
    return text.contains("INVITE_UNKNOWN") || text.contains("InviteUnknown");
  }

  /** Step 6: another invitation, with a token of its own. */
  public void aNewInvitationConnectsThemOnceMore() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String next = INVITE + "-2";
    String oldToken =
        new String(
            Base64.getDecoder()
                .decode(
                    client
                        .secrets()
                        .inNamespace(cloudB.namespace())
                        .withName(INVITE)
                        .require()
                        .getData()
                        .get("token")),
            StandardCharsets.UTF_8);
    for (var side : List.of(new Side(gitA, cloudA), new Side(gitB, cloudB))) {
      GitFolder.apply(
          client,
          side.cloud().namespace(),
          List.of(
              side.git()
                  .manifest("30-invite-token.yaml")
                  .replace(INVITE, next)
                  .replace(oldToken, token),
              side.git().manifest("40-invite.yaml").replace(INVITE, next)));
    }
    teller.say("both apply a new invitation with a new token");
    awaitTogetherAgain(next);
  }

  private record Side(GitFolder git, Cloud cloud) {}
}
