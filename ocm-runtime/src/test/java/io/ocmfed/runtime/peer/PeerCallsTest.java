package io.ocmfed.runtime.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.JWKSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocmfed.runtime.outbox.Schedule;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.peer.signature.Messages;
import io.ocmfed.runtime.peer.signature.ReplayGuard;
import io.ocmfed.runtime.peer.signature.SigningKey;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Outbound calls, discovery and keys against real HTTPS servers on loopback. */
class PeerCallsTest {

  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private static Vertx vertx;
  private static TestCa ca;
  private static TestCa otherCa;

  private final AtomicReference<Instant> now = new AtomicReference<>(Messages.NOW);
  private final TestTrusts trusts = new TestTrusts();
  private final List<PeerHealthChanged> changes = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final List<PeerServer> servers = new ArrayList<>();
  private AddressGuard guard = new AddressGuard(true);
  private PeerHttp.Limits limits =
      new PeerHttp.Limits(
          Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 20);
  private HttpPeerDirectory directory;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    ca = new TestCa("the peer's CA");
    otherCa = new TestCa("another CA");
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void closeServers() {
    servers.forEach(PeerServer::close);
  }

  @Test
  void postsWhatThePeerCanVerify() throws Exception {
    PeerServer server = server();
    AtomicReference<SignatureVerifier.Message> received = new AtomicReference<>();
    server.on(
        "/ocm/shares",
        request ->
            request
                .body()
                .onSuccess(
                    body -> {
                      Map<String, List<String>> headers = new HashMap<>();
                      request
                          .headers()
                          .forEach(
                              (name, value) ->
                                  headers
                                      .computeIfAbsent(
                                          name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                                      .add(value));
                      received.set(
                          new SignatureVerifier.Message(
                              "POST", request.absoluteURI(), headers, body.getBytes()));
                      request
                          .response()
                          .setStatusCode(503)
                          .putHeader("Retry-After", "7")
                          .end("{\"message\":\"later\"}");
                    }));
    PeerCalls.Answer answer = calls().post(server.domain(), "shares", BODY);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.success()).isFalse();
    assertThat(answer.retryAfter()).contains(now.get().plusSeconds(7));
    assertThat(answer.body()).asString(StandardCharsets.UTF_8).contains("later");
    assertThat(received.get().headers()).containsEntry("x-request-id", List.of("request-1"));

    // The peer's side: it knows us as a.example.org, whose keys it has.
    TestTrusts theirs = new TestTrusts().trust(Messages.DOMAIN, null);
    PeerKeys keys =
        new PeerKeys() {
          @Override
          public Optional<io.ocmfed.runtime.peer.signature.VerificationKey> find(
              String domain, String keyId) {
            return Optional.of(Messages.publicKey()).filter(key -> key.id().equals(keyId));
          }

          @Override
          public void heardFrom(String domain) {}
        };
    SignatureVerifier verifier =
        new PeerSignatureVerifier(theirs, keys, new ReplayGuard(10), now::get);
    assertThat(verifier.verify(received.get()))
        .isEqualTo(new Sender.Signed(Messages.DOMAIN, Messages.key().id()));
    assertThat(verifier.verify(received.get()))
        .isInstanceOfSatisfying(
            Sender.Rejected.class,
            rejected -> {
              assertThat(rejected.failure().code()).isEqualTo(Code.SIGNATURE_INVALID);
              assertThat(rejected.failure().message()).contains("has been received before");
            });
    assertThat(
            metrics
                .get("ocmfed.peer.calls")
                .tags("peer", server.domain(), "operation", "shares", "outcome", "5xx")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void learnsWhetherThePeerTrustsUs() throws Exception {
    PeerServer server = server();
    for (var step :
        List.of(
            Map.entry("201 {}", true),
            Map.entry("403 {\"message\":\"x\",\"code\":\"PEER_UNTRUSTED\"}", false),
            Map.entry("403 {\"message\":\"x\",\"code\":\"NOT_CONNECTED\"}", true),
            Map.entry("401 no", false),
            Map.entry("400 {}", false))) {
      int status = Integer.parseInt(step.getKey().substring(0, 3));
      server.on(
          "/ocm/shares",
          request -> request.response().setStatusCode(status).end(step.getKey().substring(4)));
      calls().post(server.domain(), "shares", BODY);
      assertThat(directory.health(server.domain()).trustsUs())
          .as(step.getKey())
          .contains(step.getValue());
    }
    assertThat(changes).contains(new PeerHealthChanged(server.domain()));
  }

  @Test
  void nobodyIsCalledWithoutATrust() {
    assertThat(failure(() -> calls().post("localhost:1", "shares", BODY)).code())
        .isEqualTo(Code.PEER_UNTRUSTED);
  }

  @Test
  void aCaThatIsNotKnownIsNamedWithTheRemedy() throws Exception {
    PeerServer server = server();
    trusts.trust(server.domain(), otherCa.pem());
    Failure failure = failure(() -> calls().post(server.domain(), "shares", BODY));
    assertUnreachable(server.domain(), failure, "CA that is not known here", "caCertificateRef");
    // The right CA heals it at once, in spite of the cached failure.
    trusts.trust(server.domain(), ca.pem());
    assertThat(directory.discover(server.domain()).apiVersion()).isEqualTo("1.4.0");
    assertThat(directory.health(server.domain()).failure()).isEmpty();
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    PeerServer server = server(ca.server("other.example.org"));
    assertUnreachable(
        server.domain(),
        failure(() -> calls().post(server.domain(), "shares", BODY)),
        "is for another name",
        "serve one for localhost");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    PeerServer server = server(ca.server("localhost", Duration.ofHours(-1)));
    assertUnreachable(
        server.domain(),
        failure(() -> calls().post(server.domain(), "shares", BODY)),
        "has expired");
  }

  @Test
  void aCaThatIsNoPemIsNamed() throws Exception {
    PeerServer server = server();
    trusts.trust(server.domain(), "hello");
    assertUnreachable(
        server.domain(),
        failure(() -> calls().post(server.domain(), "shares", BODY)),
        "is not PEM",
        "caCertificateRef");
  }

  @Test
  void aPortWhereNobodyListensIsUnreachableSinceTheFirstTime() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    String domain = "localhost:" + port;
    trusts.trust(domain, ca.pem());
    names.put("localhost", "127.0.0.1");
    Failure first = failure(() -> calls().post(domain, "shares", BODY));
    assertUnreachable(domain, first, "Connecting to 127.0.0.1:" + port + " failed");
    assertThat(first.endpoint()).isEqualTo("127.0.0.1:" + port);
    assertThat(failure(() -> directory.discover(domain))).as("asked just now").isEqualTo(first);
    now.set(now.get().plusSeconds(1));
    Failure second = failure(() -> directory.discover(domain));
    assertThat(second.since()).isEqualTo(Messages.NOW);
    assertThat(directory.health(domain).failure()).contains(second);
  }

  @Test
  void anUnknownNameIsDns() {
    trusts.trust("nowhere.example.org", null);
    assertUnreachable(
        "nowhere.example.org",
        failure(() -> calls().post("nowhere.example.org", "shares", BODY)),
        "cannot be resolved (DNS)");
  }

  @Test
  void addressesThatTheGuardRefusesAreNotCalled() {
    names.put("meta.example.org", "169.254.169.254");
    trusts.trust("meta.example.org", null);
    assertUnreachable(
        "meta.example.org",
        failure(() -> calls().post("meta.example.org", "shares", BODY)),
        "169.254.169.254 is a link-local address");
  }

  @Test
  void loopbackIsNotCalledUnlessAllowed() throws Exception {
    PeerServer server = server();
    guard = new AddressGuard(false);
    assertUnreachable(
        server.domain(),
        failure(() -> calls().post(server.domain(), "shares", BODY)),
        "127.0.0.1 is a loopback address");
    assertThat(server.calls("/.well-known/ocm")).isZero();
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    PeerServer server = server();
    server.on(
        "/ocm/shares",
        request ->
            request
                .response()
                .setStatusCode(307)
                .putHeader("Location", "https://" + server.domain() + "/elsewhere")
                .end());
    assertThat(calls().post(server.domain(), "shares", BODY).status()).isEqualTo(307);
    assertThat(server.calls("/elsewhere")).isZero();
    for (String path : List.of("/.well-known/ocm", "/ocm-provider", "/ocm-provider/")) {
      server.on(
          path,
          request ->
              request.response().setStatusCode(302).putHeader("Location", "/elsewhere").end());
    }
    Failure failure = failure(() -> directory.refresh(server.domain()));
    assertThat(failure.code()).isEqualTo(Code.PEER_INCOMPATIBLE);
    assertThat(failure.message()).contains("redirects are not followed");
  }

  @Test
  void answersAreBounded() throws Exception {
    PeerServer server = server();
    server.on(
        "/ocm/shares", request -> request.response().end(Buffer.buffer(new byte[(1 << 20) + 1])));
    Failure failure = failure(() -> calls().post(server.domain(), "shares", BODY));
    assertThat(failure.code()).isEqualTo(Code.PEER_INCOMPATIBLE);
    assertThat(failure.message()).contains("more than 1048576 bytes");
  }

  @Test
  void anAnswerThatNeverEndsIsATimeout() throws Exception {
    PeerServer server = server();
    server.on("/ocm/shares", request -> request.response().setChunked(true).write("{\"message\":"));
    limits =
        new PeerHttp.Limits(
            Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(10), 1 << 20);
    assertUnreachable(
        server.domain(),
        failure(() -> calls().post(server.domain(), "shares", BODY)),
        "did not answer in time");
  }

  @Test
  void findsOlderServersAndKeepsWhatItFound() throws Exception {
    PeerServer server = emptyServer();
    server.json("/ocm-provider/", "{\"endPoint\":\"https://%s/old/\"}".formatted(server.domain()));
    calls();
    assertThat(directory.discover(server.domain()).endPoint())
        .isEqualTo(URI.create("https://" + server.domain() + "/old"));
    now.set(now.get().plusSeconds(3599));
    directory.discover(server.domain());
    assertThat(server.calls("/ocm-provider/")).isEqualTo(1);
    now.set(now.get().plusSeconds(2));
    directory.discover(server.domain());
    assertThat(server.calls("/ocm-provider/")).isEqualTo(2);
  }

  @Test
  void aPeerThatIsBackIsReachedAtTheOutboxsFirstNewAttempt() throws Exception {
    PeerServer server = emptyServer();
    server.on("/.well-known/ocm", request -> request.connection().close());
    assertThat(failure(() -> calls().post(server.domain(), "shares", BODY)).code())
        .isEqualTo(Code.PEER_UNREACHABLE);
    server.discoverable();
    Duration soonest = new Schedule(() -> 0).unreachable(0);
    now.set(now.get().plus(soonest));
    assertThat(directory.discover(server.domain()).signs()).isTrue();
  }

  @Test
  void uselessAnswersAreKeptForAMinute() throws Exception {
    PeerServer server = emptyServer();
    calls();
    Failure failure = failure(() -> directory.discover(server.domain()));
    assertThat(failure.code()).isEqualTo(Code.PEER_INCOMPATIBLE);
    assertThat(failure.message()).contains("no Open Cloud Mesh server is there");
    server.discoverable();
    now.set(now.get().plusSeconds(59));
    assertThat(failure(() -> directory.discover(server.domain()))).isEqualTo(failure);
    now.set(now.get().plusSeconds(2));
    assertThat(directory.discover(server.domain()).signs()).isTrue();
  }

  @Test
  void anUnknownKeyIsAskedForAgainButNotAllTheTime() throws Exception {
    PeerServer server = server();
    SigningKey theirs = SigningKey.parse(Messages.PEM, server.domain());
    server.json("/ocm/jwks", "{\"keys\":[]}");
    calls();
    assertThat(directory.find(server.domain(), theirs.id())).isEmpty();
    assertThat(failure(() -> directory.find(server.domain(), theirs.id())).code())
        .isEqualTo(Code.PEER_UNREACHABLE);
    assertThat(server.calls("/ocm/jwks")).isEqualTo(1);

    server.json("/ocm/jwks", new JWKSet(theirs.jwk()).toString(true));
    now.set(now.get().plusSeconds(6));
    assertThat(directory.find(server.domain(), theirs.id()))
        .hasValueSatisfying(key -> assertThat(key.id()).isEqualTo(theirs.id()));
    directory.find(server.domain(), theirs.id());
    assertThat(server.calls("/ocm/jwks")).isEqualTo(2);
    assertThat(directory.health(server.domain()).keyIds()).containsExactly(theirs.id());
  }

  @Test
  void keysAreAlsoFoundAtTheWellKnownAddress() throws Exception {
    PeerServer server = emptyServer();
    SigningKey theirs = SigningKey.parse(Messages.PEM, server.domain());
    server.json("/.well-known/jwks.json", new JWKSet(theirs.jwk()).toString(true));
    calls();
    assertThat(directory.find(server.domain(), theirs.id())).isPresent();
  }

  @Test
  void webdavStreamsWithTheSecretAndPassesHeaders() throws Exception {
    PeerServer server = server();
    byte[] content = new byte[3 << 20];
    new java.util.Random(1).nextBytes(content);
    server.on(
        "/dav/file",
        request -> {
          assertThat(request.getHeader("Authorization")).isEqualTo("Bearer s3cret");
          request
              .response()
              .setStatusCode(206)
              .putHeader("Content-Range", request.getHeader("Range"))
              .end(Buffer.buffer(content));
        });
    URI uri = URI.create("https://" + server.domain() + "/dav/file");
    try (PeerCalls.Stream stream =
        calls().webdav(server.domain(), "GET", uri, "s3cret", Map.of("Range", "bytes=0-"))) {
      assertThat(stream.status()).isEqualTo(206);
      assertThat(stream.headers()).containsEntry("content-range", "bytes=0-");
      assertThat(stream.body().readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void closingAStreamEarlyEndsTheTransferAtThePeer() throws Exception {
    PeerServer server = server();
    AtomicBoolean gone = new AtomicBoolean();
    server.on(
        "/dav/file",
        request -> {
          var response = request.response().setChunked(true);
          response.closeHandler(closed -> gone.set(true));
          vertx.setPeriodic(
              1,
              timer -> {
                if (gone.get()) {
                  vertx.cancelTimer(timer);
                } else if (!response.writeQueueFull()) {
                  response.write(Buffer.buffer(new byte[1 << 16]));
                }
              });
        });
    URI uri = URI.create("https://" + server.domain() + "/dav/file");
    try (PeerCalls.Stream stream = calls().webdav(server.domain(), "GET", uri, "x", Map.of());
        InputStream body = stream.body()) {
      assertThat(body.readNBytes(100_000)).hasSize(100_000);
    }
    Awaitility.await().untilTrue(gone);
  }

  @Test
  void aDownloadOutlivesAPeerThatIsAskedAnew() throws Exception {
    limits =
        new PeerHttp.Limits(
            Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(10), 1 << 20);
    PeerServer server = server();
    CompletableFuture<HttpServerResponse> half = new CompletableFuture<>();
    server.on(
        "/dav/file",
        request -> {
          var response = request.response().setChunked(true);
          response.write("first half, ").onSuccess(written -> half.complete(response));
        });
    URI uri = URI.create("https://" + server.domain() + "/dav/file");
    try (PeerCalls.Stream stream = calls().webdav(server.domain(), "GET", uri, "x", Map.of())) {
      directory.refresh(server.domain());
      // What was used before has been put away by then.
      CompletableFuture<Void> later = new CompletableFuture<>();
      vertx.setTimer(limits.total().toMillis() + 500, timer -> later.complete(null));
      later.join();
      half.join().end("second half");
      assertThat(stream.body().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("first half, second half");
    }
  }

  @Test
  void aReadWhoseConnectionWasClosedUnderItIsSentOnceMore() throws Exception {
    PeerServer server = server();
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "/dav/file",
        request -> {
          if (asked.incrementAndGet() == 1) {
            request.connection().close();
          } else {
            request.response().end("content");
          }
        });
    URI uri = URI.create("https://" + server.domain() + "/dav/file");
    try (PeerCalls.Stream stream =
        calls().webdav(server.domain(), "GET", uri, "s3cret", Map.of())) {
      assertThat(stream.status()).isEqualTo(200);
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void aPeerThatKnowsOnlyBasicGetsTheSecretAsUser() throws Exception {
    PeerServer server = server();
    server.on(
        "/dav/file",
        request -> {
          boolean basic = "Basic czNjcmV0Og==".equals(request.getHeader("Authorization"));
          request
              .response()
              .setStatusCode(basic ? 200 : 401)
              .putHeader("WWW-Authenticate", "Basic realm=\"x\"")
              .end("content");
        });
    URI uri = URI.create("https://" + server.domain() + "/dav/file");
    try (PeerCalls.Stream stream =
        calls().webdav(server.domain(), "GET", uri, "s3cret", Map.of())) {
      assertThat(stream.status()).isEqualTo(200);
    }
  }

  @Test
  void secretsAreSentToThePeersHostOnly() throws Exception {
    PeerServer server = server();
    for (String uri :
        List.of(
            "https://other.example.org/dav", "http://localhost/dav", "https://u@localhost/dav")) {
      Failure failure =
          failure(
              () -> calls().webdav(server.domain(), "GET", URI.create(uri), "x", Map.of()).close());
      assertThat(failure.code()).isEqualTo(Code.PEER_INCOMPATIBLE);
      assertThat(failure.message()).contains("was not made");
    }
  }

  private PeerServer emptyServer() throws Exception {
    PeerServer server = new PeerServer(vertx, ca.server("localhost"));
    return known(server);
  }

  private PeerServer server() throws Exception {
    return emptyServer().discoverable();
  }

  private PeerServer server(io.vertx.core.net.PemKeyCertOptions certificate) {
    return known(new PeerServer(vertx, certificate)).discoverable();
  }

  private PeerServer known(PeerServer server) {
    servers.add(server);
    names.put("localhost", "127.0.0.1");
    trusts.trust(server.domain(), ca.pem());
    return server;
  }

  private Spans spans = Spans.off();

  private SignedPeerCalls calls() {
    if (directory == null) {
      PeerHttp http = new PeerHttp(vertx, this::resolve, guard, limits);
      PeerHealthBook healths = new PeerHealthBook(now::get, changes::add);
      directory = new HttpPeerDirectory(trusts, http, healths, now::get);
      calls =
          new SignedPeerCalls(
              trusts,
              directory,
              http,
              new MessageSigner(Messages::key, now::get, MessageSigner.randomNonces()),
              healths,
              metrics,
              now::get,
              () -> "request-1",
              spans);
    }
    return calls;
  }

  private SignedPeerCalls calls;

  private InetAddress[] resolve(String host) throws UnknownHostException {
    String address = names.get(host);
    if (address == null) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByName(address)};
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    FailureException thrown = catchThrowableOfType(FailureException.class, call);
    assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  private static void assertUnreachable(String domain, Failure failure, String... words) {
    assertThat(failure.code()).as(failure.message()).isEqualTo(Code.PEER_UNREACHABLE);
    assertThat(failure.origin()).isEqualTo("peer:" + domain);
    assertThat(failure.message()).contains(words);
  }
}
