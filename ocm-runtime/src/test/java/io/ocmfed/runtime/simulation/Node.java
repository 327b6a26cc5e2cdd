package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.ocm.UserFace;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.share.StoredSharedAccess;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One installation: the real behaviour of the ocm role on a store in memory. */
final class Node {

  private static final SecretBox BOX = new SecretBox(() -> List.of(new byte[32]));

  private static final int MOST_BACKUPS = 3;
  private static final Duration OLDEST_BACKUP = Duration.ofDays(29);

  /** A copy of the store. */
  private record Backup(Records records, Instant at) {}

  private final List<Backup> backups = new ArrayList<>();
  private final World world;
  private final String domain;
  private final MemoryStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private Duration offset = Duration.ZERO;
  private int incarnation;
  private int deadFor;
  private OcmRole role;
  private OcmGrpc.AsyncService users;
  private StoredSharedAccess access;

  Node(World world, String domain, RandomGenerator random) {
    this.world = world;
    this.domain = domain;
    this.random = random;
    this.clock = new OwnClock();
    this.store =
        new MemoryStore(world.moments(this), tx -> world.weakness().store(tx, world.operation()));
    start();
  }

  /** A process of its own, with nothing but the store of the one before. */
  private void start() {
    incarnation++;
    deadFor = 0;
    Link link = new Link(world, this);
    role =
        OcmRole.in(
            new OcmRole.Around(
                store,
                new Home(),
                link,
                link,
                BOX,
                domain,
                URI.create("https://" + domain),
                world.ids(),
                random,
                clock));
    users = UserFace.of(store, role, clock);
    access = new StoredSharedAccess(store, BOX, clock);
  }

  /** The process ends, and is started again after so many steps. */
  void die(int steps) {
    incarnation++;
    deadFor = steps + 1;
  }

  /** One step has passed. */
  void revive() {
    if (deadFor > 0 && --deadFor == 0) {
      start();
    }
  }

  void reviveNow() {
    offset = Duration.ZERO;
    if (deadFor > 0) {
      start();
    }
  }

  /** Copies the store; only the last few copies are kept. */
  void backUp() {
    backups.add(new Backup(records().copy(), world.now()));
    if (backups.size() > MOST_BACKUPS) {
      backups.removeFirst();
    }
  }

  /**
   * The store goes back to a copy; what it was is kept as another one. Older ones than records of
   * what is over are kept for are of no use.
   *
   * @return whether there was a copy
   */
  boolean restore(int which) {
    Instant oldest = world.now().minus(OLDEST_BACKUP);
    backups.removeIf(backup -> backup.at().isBefore(oldest));
    if (backups.isEmpty()) {
      return false;
    }
    Records now = records().copy();
    Backup backup = backups.remove(which % backups.size());
    store.restore(backup.records());
    backups.add(new Backup(now, world.now()));
    die(0);
    return true;
  }

  /** An entry of the outbox is older than it was. */
  void age(OutboxEntry entry, Duration by) {
    records()
        .outbox
        .put(
            entry.id(),
            new OutboxEntry(
                entry.id(),
                entry.lane(),
                entry.domain(),
                entry.kind(),
                entry.subject(),
                entry.body(),
                entry.createdAt().minus(by),
                entry.nextAt(),
                entry.attempts(),
                entry.refusedSince(),
                entry.lastAttempt(),
                entry.failure(),
                entry.requestId(),
                entry.traceparent()));
    records().journal.commit();
  }

  boolean alive() {
    return deadFor == 0;
  }

  int incarnation() {
    return incarnation;
  }

  String domain() {
    return domain;
  }

  MemoryStore store() {
    return store;
  }

  Records records() {
    return store.records();
  }

  /** Looks at what is committed, or writes it, without being noticed. */
  Tx unnoticed() {
    return new MemoryTx(store.records(), event -> {});
  }

  OcmRole role() {
    return role;
  }

  OcmGrpc.AsyncService users() {
    return users;
  }

  StoredSharedAccess access() {
    return access;
  }

  Clock clock() {
    return clock;
  }

  void drift(Duration by) {
    offset = by;
  }

  void trust(Node other) {
    records()
        .trusts
        .put(
            other.domain,
            new TrustRecord(
                other.domain,
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
                clock.instant(),
                null,
                null,
                null,
                null));
    records().journal.commit();
  }

  @Override
  public String toString() {
    return domain.substring(0, 1);
  }

  private final class OwnClock extends Clock {
    @Override
    public Instant instant() {
      return world.now().plus(offset);
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  /** Everybody is a user, and every path a file. */
  private static final class Home implements GatewayClient {
    @Override
    public Optional<User> authenticate(String login, String password) {
      return user(login);
    }

    @Override
    public Optional<User> user(String userId) {
      return Optional.of(new User(userId, userId, "The " + userId, ""));
    }

    @Override
    public Optional<Resource> stat(String userId, String root, String path) {
      String name = root.substring(root.lastIndexOf('/') + 1);
      return Optional.of(new Resource(name, "", false, 3, Instant.EPOCH, "\"e\"", "text/plain"));
    }

    @Override
    public Optional<List<Resource>> list(String userId, String root, String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream read(String userId, String root, Resource file, long offset, long length) {
      throw new UnsupportedOperationException();
    }
  }
}
