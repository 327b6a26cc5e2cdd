package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.share.StoredSharedAccess;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.PostgresStore;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.store.postgres.TestPostgres;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One installation: the real behaviour on its own PostgreSQL database. Its calls go straight into
 * the other installation's inbox, signed as this one.
 */
final class TestNode implements AutoCloseable {

  /** What befalls the next message. */
  enum Fault {
    REQUEST_LOST,
    ANSWER_LOST
  }

  final String domain;
  final Database database;
  final Signals signals;
  final PostgresStore store;
  final OcmRole role;
  final StoredSharedAccess access;
  final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Integer> answeredBytes = new ConcurrentLinkedQueue<>();
  final ShiftedClock clock = new ShiftedClock();

  /** What becomes of the answers to comparisons on their way. */
  volatile UnaryOperator<byte[]> comparisonAnswers = answer -> answer;

  TestNode other;
  volatile boolean ocmfed = true;
  volatile boolean gatewayAway;

  /** Answers in place of the other installation; null leaves it to that. */
  volatile PeerCalls.Answer instead;

  TestNode(String domain) {
    this.domain = domain;
    this.database = TestPostgres.prepared();
    this.signals = new Signals(database.connections());
    this.store = new PostgresStore(database.connections(), signals);
    byte[] key = new byte[32];
    SecretBox box = new SecretBox(() -> List.of(key));
    this.access = new StoredSharedAccess(store, box, clock);
    this.role =
        OcmRole.in(
            new OcmRole.Around(
                store,
                new Home(),
                new Directory(),
                new Wire(),
                box,
                domain,
                URI.create("https://" + domain),
                Ids.random(),
                new Random(1),
                clock));
  }

  /** Two installations that trust each other, with their outboxes at work. */
  static TestNode[] pair() {
    TestNode[] pair = quietPair();
    pair[0].role.worker().start();
    pair[1].role.worker().start();
    return pair;
  }

  /** Two installations that trust each other, and send only what the test has them send. */
  static TestNode[] quietPair() {
    TestNode a = new TestNode("a.example.org");
    TestNode b = new TestNode("b.example.org");
    a.other = b;
    b.other = a;
    a.trust();
    b.trust();
    return new TestNode[] {a, b};
  }

  /** Sends one message that is due. */
  void sendOne() {
    String owner = java.util.UUID.randomUUID().toString();
    role.delivery().claim(owner).ifPresent(entry -> role.delivery().send(entry, owner));
  }

  void trust() {
    in(
        tx -> {
          tx.trusts()
              .declare(
                  new TrustRecord(
                      "trust",
                      "uid",
                      1,
                      other.domain,
                      null,
                      true,
                      Traffic.BOTH,
                      Traffic.BOTH,
                      Set.of("read", "write"),
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

  <T> T in(Function<Tx, T> work) {
    return store.inTransaction(work);
  }

  /** Sends all that is owed, also what waits for a later time, until nothing goes any more. */
  void deliver() {
    in(
        tx -> {
          tx.outbox().closeCircuit(other.domain, clock.instant());
          return tx.outbox().awaken(other.domain, null, clock.instant());
        });
    for (int sent = 0; sent < 100; sent++) {
      String owner = "delivery-" + sent;
      Optional<OutboxEntry> claimed = role.delivery().claim(owner);
      if (claimed.isEmpty()) {
        return;
      }
      role.delivery().send(claimed.get(), owner);
    }
    throw new IllegalStateException("what is sent never ends");
  }

  Reply receive(String path, String json, Sender sender) {
    return role.inbox().receive(path, json.getBytes(StandardCharsets.UTF_8), sender);
  }

  Sender.Signed signature() {
    return new Sender.Signed(domain, domain + "#1");
  }

  List<Acceptance> acceptances() {
    return in(tx -> tx.acceptances().page(null, null, "", 1000));
  }

  boolean connected(String local, String remote) {
    return in(tx -> tx.acceptances().ofPair(other.domain, local, remote)).stream()
        .anyMatch(Acceptance::connects);
  }

  @Override
  public void close() {
    role.worker().close();
    signals.close();
    database.close();
  }

  /** Users are whoever has a name; files are whatever does not begin with "missing". */
  private final class Home implements GatewayClient {
    @Override
    public Optional<User> authenticate(String login, String password) {
      return user(login);
    }

    @Override
    public Optional<User> user(String userId) {
      if (gatewayAway) {
        throw Failure.of(Code.GATEWAY_UNAVAILABLE, "gateway", "No gateway.").toException();
      }
      return userId.startsWith("nobody")
          ? Optional.empty()
          : Optional.of(new User(userId, userId, "The " + userId, ""));
    }

    @Override
    public Optional<Resource> stat(String userId, String root, String path) {
      String name = root.substring(root.lastIndexOf('/') + 1);
      return name.startsWith("missing")
          ? Optional.empty()
          : Optional.of(
              new Resource(name, "", !name.contains("."), 3, Instant.EPOCH, "\"e\"", "text/plain"));
    }

    @Override
    public Optional<List<Resource>> list(String userId, String root, String path) {
      return Optional.of(List.of());
    }

    @Override
    public InputStream read(String userId, String root, Resource file, long offset, long length) {
      return new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8));
    }
  }

  private final class Directory implements PeerDirectory {
    @Override
    public Peer discover(String peer) {
      if (!peer.equals(other.domain)) {
        throw Failure.of(Code.PEER_UNREACHABLE, "peer:" + peer, "no such host").toException();
      }
      return new Peer(
          peer,
          peer,
          "1.4.0",
          URI.create("https://" + peer + "/ocm"),
          other.ocmfed ? Set.of("http-sig", "protocol-object") : Set.of("protocol-object"),
          Set.of(),
          Optional.of("/dav/ocm/"),
          Optional.empty(),
          other.ocmfed,
          other.ocmfed
              ? Optional.of(URI.create("https://" + peer + "/ocm/compare"))
              : Optional.empty());
    }

    @Override
    public Peer refresh(String peer) {
      return discover(peer);
    }

    @Override
    public Health health(String peer) {
      return new Health(
          Optional.of(discover(peer)), Optional.empty(), List.of(), null, Optional.empty());
    }
  }

  private final class Wire implements PeerCalls {
    @Override
    public Answer post(String peer, String path, byte[] json) {
      sent.add(path + " " + new String(json, StandardCharsets.UTF_8));
      if (instead != null) {
        return instead;
      }
      Fault fault = faults.poll();
      if (fault == Fault.REQUEST_LOST) {
        throw lost(peer);
      }
      Reply reply = other.role.inbox().receive(path, json, signature());
      if (fault == Fault.ANSWER_LOST) {
        throw lost(peer);
      }
      try {
        byte[] body =
            new com.fasterxml.jackson.databind.ObjectMapper()
                .registerModule(new com.fasterxml.jackson.datatype.jsr310.JavaTimeModule())
                .writeValueAsBytes(reply.body());
        answeredBytes.add(body.length);
        return new Answer(
            reply.status(),
            path.equals(COMPARE) ? comparisonAnswers.apply(body) : body,
            Optional.ofNullable(reply.retryAfter()).map(clock.instant()::plus));
      } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    private RuntimeException lost(String peer) {
      return Failure.of(Code.PEER_UNREACHABLE, "peer:" + peer, "timed out").toException();
    }

    @Override
    public Stream webdav(
        String peer, String method, URI uri, String secret, Map<String, String> headers) {
      throw new UnsupportedOperationException("no files in this test");
    }
  }
}
