package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ocmfed.cluster.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What people get wrong: each shows a condition that says what to do, and heals when mended. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputJourneyTest {

  private static final String TOKEN = "aGVscGZ1bC10b2tlbi1mb3ItdGVzdHMtb25seQ";

  @Journey
  void mistakesAreNamedAndHealWhenMended(World world) {
    try (Pair pair = world.smallPair().federated()) {
      invites(pair);
      shares(pair);
      tokens(pair);
      conflicts(pair);
      peers(pair);
      runtimeDown(pair);
      wrongAdminToken(pair);
    }
  }

  private static void invites(Pair pair) {
    Side a = pair.a();
    a.kubectl().apply(secret("to-nobody", "ocmfed.io/invite-token", "token", TOKEN + "nobody"));
    a.kubectl().apply(issue("from-nobody", "nobody", "to-nobody", ""));
    a.awaitCondition("ocminvite/from-nobody", "Stalled", "True/UserUnknown");
    assertThat(a.message("ocminvite/from-nobody", "Ready")).contains("nobody");

    a.kubectl().apply(secret("weak", "ocmfed.io/invite-token", "token", "short"));
    a.kubectl().apply(issue("weak", "alice", "weak", ""));
    a.awaitCondition("ocminvite/weak", "Stalled", "True/TokenTooWeak");

    a.kubectl().apply(secret("keyless", "ocmfed.io/invite-token", "tokn", TOKEN + "keyless"));
    a.kubectl().apply(issue("keyless", "alice", "keyless", ""));
    a.awaitCondition("ocminvite/keyless", "Ready", "False/SecretKeyMissing");
    a.kubectl().apply(secret("keyless", "ocmfed.io/invite-token", "token", TOKEN + "keyless"));
    a.awaitReady("ocminvite/keyless");

    a.kubectl().apply(secret("opaque", "Opaque", "token", TOKEN + "opaque"));
    a.kubectl().apply(issue("opaque", "alice", "opaque", ""));
    a.awaitCondition("ocminvite/opaque", "Ready", "False/SecretTypeNotAllowed");

    // Left out: the operator makes one, and all of it reads well.
    a.kubectl().apply(issue("made", "alice", "made-by-operator", ""));
    a.awaitReady("ocminvite/made");
    assertThat(
            a.kubectl().run("get", "secret", "made-by-operator", "-o", "jsonpath={.data}{.type}"))
        .contains("token", "invite", "link", "ocmfed.io/invite-token");
    a.kubectl().run("delete", "ocminvite", "from-nobody", "weak", "keyless", "opaque", "made");
  }

  private static void shares(Pair pair) {
    Side a = pair.a();
    a.kubectl().apply(share("missing", pair, "bob", "/Projects/missing.pdf", "read", ""));
    a.awaitCondition("ocmshare/missing", "Ready", "False/ResourceNotFound");
    assertThat(a.message("ocmshare/missing", "Ready")).contains("/Projects/missing.pdf");

    a.kubectl().apply(share("too-much", pair, "bob", "/Welcome.txt", "write", ""));
    a.awaitCondition("ocmshare/too-much", "Stalled", "True/ExceedsTrust");

    a.kubectl().apply(share("stranger", pair, "carol", "/Welcome.txt", "read", ""));
    a.awaitCondition("ocmshare/stranger", "ConnectionFound", "False/NotConnected");

    a.kubectl().apply(share("again", pair, "bob", "/Projects/report.pdf", "read", ""));
    a.awaitCondition("ocmshare/again", "Stalled", "True/Conflict");
    a.kubectl().run("delete", "ocmshare", "again", "missing", "too-much", "stranger");
    a.awaitReady("ocmshare/report");
    assertThat(pair.b().sharedWithMe("bob")).hasSize(1);
  }

  private static void tokens(Pair pair) {
    Side a = pair.a();
    Side b = pair.b();

    // Used up by Bob, so Carol is told to ask for another one.
    b.kubectl().apply(accept("carol-too", "carol", "alice-to-bob"));
    b.awaitCondition("ocminvite/carol-too", "Stalled", "True/InviteExhausted");

    // Expired.
    a.kubectl().apply(secret("late", "ocmfed.io/invite-token", "token", TOKEN + "late"));
    b.kubectl().apply(secret("late", "ocmfed.io/invite-token", "token", TOKEN + "late"));
    Instant soon = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
    a.kubectl().apply(issue("late", "alice", "late", "expiresAt: \"" + soon + "\""));
    a.awaitPhase("ocminvite/late", "Expired");
    b.kubectl().apply(accept("late", "carol", "late"));
    b.awaitCondition("ocminvite/late", "Stalled", "True/InviteExpired");

    // A typing mistake: nobody knows it, and it waits, because the other side may come later.
    b.kubectl().apply(secret("typo", "ocmfed.io/invite-token", "token", TOKEN + "typo"));
    b.kubectl().apply(accept("typo", "carol", "typo"));
    b.awaitCondition("ocminvite/typo", "Ready", "False/WaitingForPeer");
    // The right one heals it.
    a.kubectl().apply(secret("right", "ocmfed.io/invite-token", "token", TOKEN + "right"));
    a.kubectl().apply(issue("right", "alice", "right", ""));
    a.awaitReady("ocminvite/right");
    b.kubectl().apply(secret("typo", "ocmfed.io/invite-token", "token", TOKEN + "right"));
    b.awaitReady("ocminvite/typo");
    b.kubectl().run("delete", "ocminvite", "carol-too", "late", "typo");
    a.kubectl().run("delete", "ocminvite", "late", "right");
  }

  private static void conflicts(Pair pair) {
    Side a = pair.a();
    String second =
        a.git().manifest("20-trust.yaml").replace("name: cloud-b\n", "name: cloud-b-again\n");
    assertThat(second).contains("kind: OcmTrust").contains("cloud-b-again");
    a.kubectl().apply(second);
    a.awaitCondition("ocmtrust/cloud-b-again", "Stalled", "True/Conflict");
    a.kubectl().run("delete", "ocmtrust", "cloud-b-again", "--timeout=90s");
    a.awaitReady("ocmtrust/cloud-b");
    assertThat(pair.b().sharedWithMe("bob")).hasSize(1);
  }

  private static void peers(Pair pair) {
    Side a = pair.a();
    assertThat(
            a.kubectl()
                .tries(trust("bad", "https://cloud-b.example.org/", "demo-ca"), "apply", "-f", "-"))
        .satisfies(said -> assertThat(said.code()).isNotZero())
        .satisfies(said -> assertThat(said.text()).contains("host"));

    // Nobody listens there.
    a.kubectl().apply(trust("down", "localhost:" + unusedPort(), "demo-ca"));
    a.awaitCondition("ocmtrust/down", "Discovered", "False/PeerUnreachable");

    // A server with a certificate of somebody else's; then the right authority is named.
    var authority = new CertificateAuthority("somebody else");
    try (var stranger = ForeignServer.start(authority, "{\"enabled\": true, \"hello\": 1}")) {
      a.kubectl().apply(trust("stranger", stranger.domain(), "demo-ca"));
      a.awaitCondition("ocmtrust/stranger", "Discovered", "False/PeerUnreachable");
      assertThat(a.message("ocmtrust/stranger", "Discovered"))
          .containsIgnoringCase("certificate")
          .contains("caCertificateRef");
      a.kubectl().run("delete", "ocmtrust", "stranger", "down", "--timeout=90s");

      // It answers, but does not speak our protocol.
      a.kubectl()
          .apply(
              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: stranger-ca}\ndata:\n  ca.crt: |\n"
                  + authority.certificate().indent(4));
      a.kubectl().apply(trust("incompatible", stranger.domain(), "stranger-ca"));
      a.awaitCondition("ocmtrust/incompatible", "Discovered", "False/PeerIncompatible");
      a.kubectl().run("delete", "ocmtrust", "incompatible", "--timeout=90s");
    }
  }

  private static int unusedPort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runtimeDown(Pair pair) {
    Side a = pair.a();
    a.scale("ocm", 0);
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(a.condition("ocminstance/cloud-a", "RuntimesReachable"))
                    .startsWith("False/"));
    a.kubectl().apply(share("later", pair, "bob", "/Welcome.txt", "read", ""));
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () -> assertThat(a.condition("ocmshare/later", "Ready")).startsWith("False/"));
    assertThat(a.condition("ocmshare/later", "Stalled")).isEmpty();
    a.scale("ocm", 1);
    a.awaitReady("ocminstance/cloud-a", "ocmshare/later");
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(() -> assertThat(pair.b().sharedWithMe("bob")).hasSize(2));
  }

  private static void wrongAdminToken(Pair pair) {
    Side a = pair.a();
    var right =
        a.world()
            .client()
            .secrets()
            .inNamespace(a.cloud().namespace())
            .withName("cloud-a-admin")
            .require();
    var wrong =
        new SecretBuilder()
            .withNewMetadata()
            .withName("wrong-admin")
            .withNamespace(a.cloud().namespace())
            .endMetadata()
            .withType(right.getType())
            .withData(Map.of("ca.crt", right.getData().get("ca.crt")))
            .addToStringData("token", "not-the-token-that-the-runtime-knows")
            .build();
    a.world().client().resource(wrong).create();
    a.kubectl().run("delete", "ocminstance", "cloud-a", "--timeout=90s");
    a.kubectl().apply(a.git().manifest("10-instance.yaml").replace("cloud-a-admin", "wrong-admin"));
    a.awaitCondition("ocminstance/cloud-a", "RuntimesReachable", "False/RuntimeUnauthorized");
    assertThat(a.message("ocminstance/cloud-a", "RuntimesReachable")).contains("admin Secret");
    a.world()
        .client()
        .resource(
            new SecretBuilder(wrong).withData(right.getData()).withStringData(Map.of()).build())
        .update();
    a.awaitReady("ocminstance/cloud-a", "ocmshare/report");
  }

  static String secret(String name, String type, String key, String value) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    type: %s
    stringData: {%s: %s}
    """
        .formatted(name, type, key, value);
  }

  static String issue(String name, String user, String secret, String expiry) {
    return """
    apiVersion: ocmfed.io/v1alpha1
    kind: OcmInvite
    metadata: {name: %s}
    spec:
      trustRef: {name: cloud-b}
      type: Issue
      user: %s
      tokenSecretRef: {name: %s, key: token}
      issue:
        %s
        maxAcceptances: 1
    """
        .formatted(name, user, secret, expiry.isEmpty() ? "expiresAfter: 1h" : expiry);
  }

  static String accept(String name, String user, String secret) {
    return """
    apiVersion: ocmfed.io/v1alpha1
    kind: OcmInvite
    metadata: {name: %s}
    spec:
      trustRef: {name: cloud-a}
      type: Accept
      user: %s
      tokenSecretRef: {name: %s, key: token}
    """
        .formatted(name, user, secret);
  }

  static String share(
      String name, Pair pair, String to, String resource, String permission, String more) {
    return """
    apiVersion: ocmfed.io/v1alpha1
    kind: OcmShare
    metadata: {name: %s}
    spec:
      trustRef: {name: cloud-b}
      localUser: alice
      remoteUser: %s@%s
      resource: %s
      permissions: [%s]
      %s
    """
        .formatted(name, to, pair.b().cloud().domain(), resource, permission, more);
  }

  private static String trust(String name, String domain, String authority) {
    return """
    apiVersion: ocmfed.io/v1alpha1
    kind: OcmTrust
    metadata: {name: %s}
    spec:
      instanceRef: {name: cloud-a}
      domain: %s
      caCertificateRef: {kind: ConfigMap, name: %s, key: ca.crt}
      permissions: [read]
    """
        .formatted(name, domain, authority);
  }
}
