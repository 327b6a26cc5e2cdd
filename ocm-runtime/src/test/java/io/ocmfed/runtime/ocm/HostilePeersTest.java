package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.peer.PeerServer;
import io.ocmfed.runtime.peer.TestCa;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.peer.signature.SigningPeer;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.testing.AnyCertificate;
import io.ocmfed.runtime.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import javax.net.ssl.SSLSocket;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a trusted peer that turned hostile, or anybody on the way, may send by real HTTPS: it is
 * refused, logged, changes nothing and teaches nothing. Bob at an honest peer is connected with
 * Alice here; Mallory runs another peer.
 */
@QuarkusTest
@QuarkusTestResource(value = OcmInstallation.class, restrictToAnnotatedClass = true)
class HostilePeersTest {

  private static final String US = "cloud-a.example.org";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COVERED =
      List.of("@method", "@target-uri", "content-digest", "content-length");

  @Inject Settings settings;
  @Inject Vertx vertx;
  @Inject OcmRole role;
  @Inject Store store;

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<String> secrets = new ArrayList<>();
  private Handler log;
  private PeerServer honest;
  private PeerServer hostile;
  private SigningPeer bobs;
  private SigningPeer mallorys;
  private String acceptance;
  private OutgoingShare given;

  /** What came back. */
  private record Answer(int status, JsonNode body) {
    String code() {
      return body == null ? "" : body.path("code").asText();
    }

    /** All but what is different in every answer. */
    String said() {
      ObjectNode copy = body.deepCopy();
      copy.remove("requestId");
      return status + " " + copy;
    }
  }

  @BeforeEach
  void connect() throws Exception {
    TestCa ca = new TestCa("peers");
    honest = peer(ca);
    hostile = peer(ca);
    bobs = new SigningPeer(honest.domain());
    mallorys = new SigningPeer(hostile.domain());
    honest.json("/ocm/jwks", bobs.keys());
    hostile.json("/ocm/jwks", mallorys.keys());
    trust("honest", honest.domain(), ca.pem());
    trust("hostile", hostile.domain(), ca.pem());
    String gateway =
        """
        {"fence": {"term": 1, "sequence": %d}, "services": {"gateway": [
          {"host": "127.0.0.1", "port": %d, "pod": "pod"}]}}
        """
            .formatted(System.nanoTime(), settings.gatewayPort());
    Patience.await("endpoints").until(() -> admin("PUT", "/admin/v1/endpoints", gateway) == 200);
    Patience.await("ready").until(() -> admin("GET", "/q/health/ready", "") == 200);
    acceptance = UUID.randomUUID().toString();
    byte[] accepted = accepted(honest.domain(), token(), acceptance);
    // Until the gateway has been found.
    Patience.await("connected")
        .until(() -> send(bobs, "invite-accepted", accepted).status() == 200);
    given =
        role.sendShare()
            .send("alice", "/Projects/report.pdf", "bob@" + honest.domain(), Set.of("read"), null);
    Patience.await("delivered")
        .until(() -> store.inTransaction(tx -> tx.outbox().owed()).isEmpty());
    assertThat(send(bobs, "shares", share("from-bob", honest.domain(), acceptance)).status())
        .isEqualTo(201);
    log = new Lines();
    java.util.logging.Logger.getLogger("").addHandler(log);
  }

  @AfterEach
  void nothingSecretIsLogged() {
    java.util.logging.Logger.getLogger("").removeHandler(log);
    assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    assertThat(lines).noneMatch(line -> line.contains("status=5"));
    honest.close();
    hostile.close();
  }

  @Test
  void aRemovalIsNotTakenTwiceNorUnsignedNorForSomebodyElse() throws Exception {
    byte[] removal = removal("bob", List.of(acceptance));
    Map<String, String> headers = bobs.sign(target("notifications"), removal);
    assertThat(post("notifications", headers, removal).status()).isEqualTo(201);
    assertThat(standing()).isEmpty();
    acceptance = UUID.randomUUID().toString();
    byte[] again = accepted(honest.domain(), token(), acceptance);
    assertThat(send(bobs, "invite-accepted", again).status()).isEqualTo(200);

    List<String> before = snapshot();
    Answer replayed = post("notifications", headers, removal);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.code()).isEqualTo("SIGNATURE_INVALID");
    byte[] newer = removal("bob", List.of(acceptance));
    Answer unsigned = post("notifications", Map.of(), newer);
    assertThat(unsigned.said())
        .as("the same, whoever is named")
        .isEqualTo(post("notifications", Map.of(), removal("nobody", List.of())).said());
    assertThat(
            post("notifications", Map.of(), removal("bob@" + honest.domain(), List.of())).status())
        .isEqualTo(201);
    // Mallory names Bob's acceptance, and Bob's server names another of its users.
    Answer foreign = send(mallorys, "notifications", newer);
    Answer wrongUser = send(bobs, "notifications", removal("eve", List.of(acceptance)));
    assertThat(foreign.said()).isEqualTo(wrongUser.said()).startsWith("201 ");
    assertThat(send(mallorys, "notifications", removal("bob", List.of())).said())
        .isEqualTo(foreign.said());
    assertThat(snapshot()).isEqualTo(before);
    assertThat(standing()).containsExactly(acceptance);
    // What is not known is answered the same.
    assertThat(
            send(mallorys, "notifications", removal("bob", List.of(UUID.randomUUID().toString())))
                .said())
        .isEqualTo(foreign.said());
    assertThat(lines)
        .anyMatch(line -> line.contains("peer=rejected status=401 code=SIGNATURE_INVALID"));
  }

  @Test
  void nobodySpeaksForAnotherDomain() throws Exception {
    String token = token();
    List<String> before = snapshot();
    refused(
        send(
            mallorys,
            "invite-accepted",
            accepted(honest.domain(), token, UUID.randomUUID().toString())),
        403,
        "PEER_UNTRUSTED");
    refused(
        send(mallorys, "shares", share("x", honest.domain(), acceptance)), 403, "PEER_UNTRUSTED");
    refused(
        send(
            mallorys,
            "shares",
            edited(share("x", hostile.domain(), acceptance), "owner", "bob@" + honest.domain())),
        403,
        "PEER_UNTRUSTED");
    // With the right words and another's id: as with an id that nobody knows.
    Answer others = send(mallorys, "shares", share("x", hostile.domain(), acceptance));
    Answer unknown =
        send(mallorys, "shares", share("x", hostile.domain(), UUID.randomUUID().toString()));
    refused(others, 403, "NOT_CONNECTED");
    assertThat(others.said()).isEqualTo(unknown.said());
    // Nor does Mallory learn who is a user here.
    byte[] nobody = edited(share("x", hostile.domain(), acceptance), "shareWith", "nobody@" + US);
    assertThat(send(mallorys, "shares", nobody).said()).isEqualTo(others.said());
    // Nor whether a share exists.
    for (String type : List.of("SHARE_ACCEPTED", "SHARE_DECLINED", "SHARE_UNSHARED")) {
      String theirs = type.equals("SHARE_UNSHARED") ? "from-bob" : given.id();
      Answer taken = send(mallorys, "notifications", notice(type, theirs, "guess"));
      assertThat(taken.status()).isEqualTo(400);
      assertThat(taken.said())
          .isEqualTo(send(mallorys, "notifications", notice(type, "none", "guess")).said());
      Answer guessed = post("notifications", Map.of(), notice(type, theirs, "guess"));
      assertThat(guessed.status()).isEqualTo(403);
      assertThat(guessed.said())
          .isEqualTo(post("notifications", Map.of(), notice(type, "none", "guess")).said());
    }
    assertThat(snapshot()).isEqualTo(before);
    assertThat(lines).anyMatch(line -> line.contains("status=403 code=PEER_UNTRUSTED"));
    assertThat(lines).anyMatch(line -> line.contains("status=403 code=NOT_CONNECTED"));
    // The token was not used up by any of this.
    assertThat(
            send(
                    bobs,
                    "invite-accepted",
                    accepted(honest.domain(), token, UUID.randomUUID().toString()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aShareNamesOnlyAnAcceptanceOfItsOwnUsersAndAnAddressOfItsOwnServer() throws Exception {
    List<String> before = snapshot();
    Answer unknown =
        send(bobs, "shares", share("x", honest.domain(), UUID.randomUUID().toString()));
    refused(unknown, 403, "NOT_CONNECTED");
    byte[] byEve =
        new String(share("x", honest.domain(), acceptance), StandardCharsets.UTF_8)
            .replace("bob@", "eve@")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(send(bobs, "shares", byEve).said()).isEqualTo(unknown.said());
    byte[] toBobHere = edited(share("x", honest.domain(), acceptance), "shareWith", "bob@" + US);
    assertThat(send(bobs, "shares", toBobHere).said()).isEqualTo(unknown.said());
    String own = honest.domain();
    for (String uri :
        List.of(
            "https://evil.example.org/dav/x",
            "http://" + own + "/dav/x",
            "https://" + own + "@evil.example.org/dav/x",
            "https://user:secret@" + own + "/dav/x",
            "https://" + own + ".evil.example.org/dav/x",
            "https://" + hostile.domain() + "/dav/x",
            "https://localhost:1/dav/x",
            "file:///etc/passwd",
            "https://169.254.169.254/latest",
            "https:evil",
            "ht tp://\\evil")) {
      byte[] body =
          new String(share("x", own, acceptance), StandardCharsets.UTF_8)
              .replace("https://" + own + "/dav/ocm/x", uri.replace("\\", "\\\\"))
              .getBytes(StandardCharsets.UTF_8);
      Answer answer = send(bobs, "shares", body);
      assertThat(answer.status()).as(uri).isEqualTo(400);
      assertThat(answer.code()).as(uri).isEqualTo("INVALID_REQUEST");
    }
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void aSignatureThatIsNotOfThisMessageByThisPeerNowIsNone() throws Exception {
    List<String> before = snapshot();
    byte[] body = removal("bob", List.of(acceptance));
    URI target = target("notifications");
    Duration none = Duration.ZERO;
    String id = bobs.keyId();
    Map<String, Map<String, String>> wrong = new HashMap<>();
    for (String missing : COVERED) {
      List<String> rest = COVERED.stream().filter(name -> !name.equals(missing)).toList();
      wrong.put("does not cover " + missing, bobs.sign(target, body, none, "", id, rest));
    }
    wrong.put(
        "covers other headers",
        bobs.sign(target, body, none, "", id, List.of("@method", "@path", "content-type")));
    wrong.put(
        "covers one twice",
        bobs.sign(
            target,
            body,
            none,
            "",
            id,
            List.of("@method", "@method", "@target-uri", "content-digest", "content-length")));
    wrong.put("old", bobs.sign(target, body, Duration.ofMinutes(-6), "", id, COVERED));
    wrong.put("from the future", bobs.sign(target, body, Duration.ofMinutes(6), "", id, COVERED));
    wrong.put("expired", bobs.sign(target, body, none, ";expires=1700000000", id, COVERED));
    wrong.put("created twice", bobs.sign(target, body, none, ";created=1", id, COVERED));
    wrong.put("for another path", bobs.sign(target("shares"), body));
    wrong.put(
        "for another host", bobs.sign(URI.create("https://evil.org/ocm/notifications"), body));
    wrong.put("of another body", bobs.sign(target, removal("eve", List.of(acceptance))));
    wrong.put("Mallory's, in the honest name", mallorys.sign(target, body, none, "", id, COVERED));
    wrong.put("of a stranger", new SigningPeer("stranger.example.org").sign(target, body));
    wrong.put("of no domain", bobs.sign(target, body, none, "", "the-key", COVERED));
    Map<String, String> otherDigest = new HashMap<>(bobs.sign(target, body));
    otherDigest.put("Content-Digest", "sha-256=:" + "A".repeat(43) + "=:");
    wrong.put("with another digest", otherDigest);
    Map<String, String> unreadable = new HashMap<>(bobs.sign(target, body));
    unreadable.put("Signature-Input", "ocm=" + "(".repeat(3000));
    wrong.put("unreadable", unreadable);
    Map<String, String> unsignedInput = new HashMap<>(bobs.sign(target, body));
    unsignedInput.remove("Signature");
    wrong.put("without its bytes", unsignedInput);
    Map<String, String> two = new HashMap<>(bobs.sign(target, body));
    two.merge(
        "Signature-Input",
        mallorys.sign(target, body).get("Signature-Input").replaceFirst("ocm=", "also="),
        (one, other) -> one + ", " + other);
    wrong.put("one of two", two);
    wrong.forEach(
        (how, headers) -> {
          Answer answer = post("notifications", headers, body);
          assertThat(answer.status()).as("%s: %s", how, answer).isBetween(401, 403);
        });
    assertThat(snapshot()).isEqualTo(before);
    assertThat(standing()).containsExactly(acceptance);
    assertThat(
            lines.stream().filter(line -> line.contains("event=ocm.received path=notifications")))
        .hasSize(wrong.size())
        .allMatch(line -> line.contains("peer=rejected status=40") && line.contains(" code="));
    // The same message, rightly signed, is taken: nothing above was refused for another reason.
    assertThat(send(bobs, "notifications", body).status()).isEqualTo(201);
    assertThat(standing()).isEmpty();
  }

  @Test
  void whatIsTooLargeTooDeepOrCannotBeStoredIsRefusedAndBreaksNothing() throws Exception {
    List<String> before = snapshot();
    byte[] large = removal("b".repeat(1_100_000), List.of(acceptance));
    assertThat(status("notifications", bobs.sign(target("notifications"), large), large))
        .isEqualTo(413);
    List<byte[]> bodies = new ArrayList<>();
    bodies.add(("{\"a\":" + "[".repeat(200_000)).getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    bodies.add("{\"a\":1e99999999999}".getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8));
    bodies.add("[]".getBytes(StandardCharsets.UTF_8));
    bodies.add("null".getBytes(StandardCharsets.UTF_8));
    bodies.add(new byte[0]);
    bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    for (byte[] body : bodies) {
      for (String path : List.of("invite-accepted", "shares", "notifications")) {
        assertThat(send(bobs, path, body).status()).as(path).isEqualTo(400);
        assertThat(post(path, Map.of(), body).status()).as(path).isBetween(400, 401);
      }
    }
    String random = random(3000);
    List<String> bad = List.of("\\u0000", "\\ud800", random, "x".repeat(5000));
    for (String value : bad) {
      byte[] removal =
          new String(removal("bob", List.of("the-id-to-replace")), StandardCharsets.UTF_8)
              .replace("the-id-to-replace", value)
              .getBytes(StandardCharsets.UTF_8);
      refused(send(bobs, "notifications", removal), 400, "INVALID_REQUEST");
      refused(
          send(bobs, "notifications", replaced(removal("the-user", List.of()), "the-user", value)),
          400,
          "INVALID_REQUEST");
      for (String field : List.of("userID", "acceptanceId", "token")) {
        Answer answer =
            send(
                bobs,
                "invite-accepted",
                edited(
                    accepted(honest.domain(), token(), UUID.randomUUID().toString()),
                    field,
                    "to-be-replaced"),
                value);
        assertThat(answer.status()).as("%s: %s", field, answer).isEqualTo(400);
      }
      for (String field : List.of("providerId", "shareWith", "sender", "owner")) {
        Answer answer =
            send(
                bobs,
                "shares",
                edited(share("x", honest.domain(), acceptance), field, "to-be-replaced"),
                value);
        assertThat(answer.status()).as("%s: %s", field, answer).isBetween(400, 403);
      }
    }
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      many.add(UUID.randomUUID().toString());
    }
    refused(send(bobs, "notifications", removal("bob", many)), 400, "INVALID_REQUEST");
    for (String time : List.of("9223372036854775807", "1e300", "31556889864403200", "99e11")) {
      byte[] share =
          new String(share("x", honest.domain(), acceptance), StandardCharsets.UTF_8)
              .replaceFirst("\\{", "{\"expiration\":" + time + ",")
              .getBytes(StandardCharsets.UTF_8);
      refused(send(bobs, "shares", share), 400, "INVALID_REQUEST");
    }
    // The snapshot has one more invitation for each token that was offered, and nothing else.
    assertThat(snapshot().stream().filter(row -> !row.startsWith("invitation")).toList())
        .isEqualTo(before.stream().filter(row -> !row.startsWith("invitation")).toList());
    assertThat(standing()).containsExactly(acceptance);
  }

  private static PeerServer open(Vertx vertx, TestCa ca) throws Exception {
    return new PeerServer(vertx, ca.server("localhost"));
  }

  private PeerServer peer(TestCa ca) throws Exception {
    PeerServer server = open(vertx, ca).discoverable();
    for (String path : List.of("/ocm/shares", "/ocm/notifications")) {
      server.on(path, request -> request.response().setStatusCode(201).end("{}"));
    }
    return server;
  }

  private void trust(String name, String domain, String ca) {
    store.inTransaction(
        tx -> {
          tx.trusts().byName(name).ifPresent(old -> tx.trusts().delete(name));
          tx.trusts()
              .declare(
                  new TrustRecord(
                      name,
                      "uid",
                      1,
                      domain,
                      ca,
                      // Unsigned messages reach the rules behind the signature only like this.
                      false,
                      Traffic.BOTH,
                      Traffic.BOTH,
                      Set.of("read"),
                      null,
                      false,
                      DiscoveryState.UNKNOWN,
                      null,
                      null,
                      0,
                      Instant.now(),
                      null,
                      null,
                      null,
                      null));
          return null;
        });
  }

  /** The token of a new invitation by Alice. */
  private String token() {
    String token =
        InviteString.parse(role.issueInvite().issue("alice", Duration.ZERO, "").invite())
            .orElseThrow()
            .token();
    secrets.add(token);
    return token;
  }

  private List<String> standing() {
    return store.inTransaction(tx -> tx.acceptances().standingWith(honest.domain(), "bob")).stream()
        .map(Acceptance::id)
        .toList();
  }

  private static byte[] accepted(String domain, String token, String id) {
    return JSON.createObjectNode()
        .put("recipientProvider", domain)
        .put("token", token)
        .put("userID", "bob")
        .put("email", "bob@example.org")
        .put("name", "Bob")
        .put("acceptanceId", id)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] share(String providerId, String domain, String acceptanceId) {
    String secret = "a-secret-" + UUID.randomUUID();
    secrets.add(secret);
    ObjectNode share =
        JSON.createObjectNode()
            .put("shareWith", "alice@" + US)
            .put("name", "notes.txt")
            .put("providerId", providerId)
            .put("owner", "bob@" + domain)
            .put("sender", "bob@" + domain)
            .put("shareType", "user")
            .put("resourceType", "file")
            .put("acceptanceId", acceptanceId);
    share
        .putObject("protocol")
        .put("name", "multi")
        .putObject("webdav")
        .put("uri", "https://" + domain + "/dav/ocm/" + providerId)
        .put("sharedSecret", secret)
        .putArray("permissions")
        .add("read");
    return share.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] removal(String user, List<String> ids) {
    ObjectNode removal =
        JSON.createObjectNode()
            .put("notificationType", "USER_REMOVED")
            .put("resourceType", "user")
            .put("providerId", user);
    ids.forEach(removal.putObject("notification").putArray("acceptanceIds")::add);
    return removal.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] notice(String type, String providerId, String secret) {
    ObjectNode notice =
        JSON.createObjectNode()
            .put("notificationType", type)
            .put("resourceType", "file")
            .put("providerId", providerId);
    notice.putObject("notification").put("sharedSecret", secret);
    return notice.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] edited(byte[] json, String field, String value) throws IOException {
    ObjectNode object = (ObjectNode) JSON.readTree(json);
    return object.put(field, value).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] json, String from, String to) {
    return new String(json, StandardCharsets.UTF_8)
        .replace(from, to)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Letters that no index can make shorter. */
  private static String random(int length) {
    return new Random(1)
        .ints(length, 0, 64)
        .mapToObj(
            at ->
                String.valueOf(
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt(at)))
        .reduce("", String::concat);
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
  }

  private static URI target(String path) {
    return URI.create("https://" + US + "/ocm/" + path);
  }

  private Answer send(SigningPeer peer, String path, byte[] body, String value) {
    return send(peer, path, replaced(body, "to-be-replaced", value));
  }

  private Answer send(SigningPeer peer, String path, byte[] body) {
    return post(path, peer.sign(target(path), body), body);
  }

  private Answer post(String path, Map<String, String> headers, byte[] body) {
    try {
      String answer = raw("POST", settings.publicPort(), "/ocm/" + path, headers, body);
      int end = answer.indexOf("\r\n\r\n");
      String json = answer.substring(end + 4);
      return new Answer(
          Integer.parseInt(answer.substring(9, 12)),
          json.isBlank() ? JSON.createObjectNode() : JSON.readTree(json));
    } catch (IOException broken) {
      throw new AssertionError(path, broken);
    }
  }

  /** The status alone, of a request that the server may cut short. */
  private int status(String path, Map<String, String> headers, byte[] body) throws IOException {
    return Integer.parseInt(
        raw("POST", settings.publicPort(), "/ocm/" + path, headers, body).substring(9, 12));
  }

  private int admin(String method, String path, String body) {
    try {
      return Integer.parseInt(
          raw(
                  method,
                  settings.managementPort(),
                  path,
                  Map.of(
                      "Authorization",
                      "Bearer " + io.ocmfed.runtime.testing.Installation.ADMIN_TOKEN),
                  body.getBytes(StandardCharsets.UTF_8))
              .substring(9, 12));
    } catch (IOException | RuntimeException notThere) {
      return 0;
    }
  }

  /** One request on one connection, written by hand: no client would send all of these. */
  private static String raw(
      String method, int port, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    try (SSLSocket socket = AnyCertificate.connect("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.0\r\n");
      head.append("Host: " + US + "\r\nContent-Type: application/json\r\n");
      head.append("Content-Length: " + body.length + "\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      head.append("\r\n");
      try {
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
      } catch (IOException cutShort) {
        // It has answered before all was sent.
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      try {
        in.transferTo(answer);
      } catch (IOException cutShort) {
        // What came before counts.
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  /** All that a message could change. */
  private List<String> snapshot() {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(settings.dbUrl().orElseThrow())) {
      for (String table :
          List.of(
              "acceptance",
              "removal",
              "invitation",
              "outgoing_share",
              "incoming_share",
              "outbox")) {
        try (var statement = connection.createStatement();
            ResultSet result =
                statement.executeQuery(
                    "select '" + table + " ' || t::text from " + table + " t order by 1")) {
          while (result.next()) {
            rows.add(result.getString(1));
          }
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return rows;
  }

  /** Remembers every line. */
  private final class Lines extends Handler {
    private final PatternFormatter text = new PatternFormatter("%s%e");

    @Override
    public void publish(LogRecord logged) {
      lines.add(text.format(ExtLogRecord.wrap(logged)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
