package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.peer.PeerDirectory.Health;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What each contact with a peer taught us about its health. */
final class PeerHealthBook {

  private static final Health UNKNOWN =
      new Health(Optional.empty(), Optional.empty(), List.of(), null, Optional.empty());

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final Map<String, Health> healths = new ConcurrentHashMap<>();
  private final Map<String, Duration> skews = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Consumer<PeerHealthChanged> changes;

  PeerHealthBook(InstantSource clock, Consumer<PeerHealthChanged> changes) {
    this.clock = clock;
    this.changes = changes;
  }

  Health of(String domain) {
    return healths.getOrDefault(domain, UNKNOWN);
  }

  /**
   * The time that the peer has just given, in whole seconds: on average it is half a second more.
   */
  void clock(String domain, Instant theirs) {
    skews.put(domain, Duration.between(clock.instant(), theirs).plus(HALF_A_SECOND));
  }

  Optional<Duration> skew(String domain) {
    return Optional.ofNullable(skews.get(domain));
  }

  /** A good discovery document. */
  void discovered(String domain, Peer peer) {
    update(
        domain,
        old ->
            new Health(
                Optional.of(peer),
                Optional.empty(),
                old.keyIds(),
                clock.instant(),
                old.trustsUs()));
  }

  /** Its keys, read. */
  void keys(String domain, List<String> keyIds) {
    update(
        domain,
        old -> new Health(old.peer(), old.failure(), keyIds, clock.instant(), old.trustsUs()));
  }

  /**
   * It answered, or sent something authenticated.
   *
   * @param trustsUs what that says about it; empty when nothing
   */
  void answered(String domain, Optional<Boolean> trustsUs) {
    update(
        domain,
        old ->
            new Health(
                old.peer(),
                // That it talks does not make a useless document useful.
                old.failure().filter(failure -> failure.code() != Code.PEER_UNREACHABLE),
                old.keyIds(),
                clock.instant(),
                trustsUs.or(old::trustsUs)));
  }

  /**
   * A contact failed; the answer is the failure with since when it has been failing.
   *
   * @param retryAt when we shall try again, or null
   */
  Failure failed(String domain, Failure failure, Instant retryAt) {
    AtomicReference<Failure> noted = new AtomicReference<>();
    update(
        domain,
        old -> {
          Instant since = old.failure().map(Failure::since).orElseGet(clock::instant);
          noted.set(
              new Failure(
                  failure.code(),
                  failure.message(),
                  failure.origin(),
                  failure.operation(),
                  failure.endpoint(),
                  failure.attempts(),
                  since,
                  retryAt));
          return new Health(
              old.peer(),
              Optional.of(noted.get()),
              old.keyIds(),
              old.lastContact(),
              old.trustsUs());
        });
    return noted.get();
  }

  private void update(String domain, UnaryOperator<Health> change) {
    AtomicReference<Health> before = new AtomicReference<>();
    Health after =
        healths.compute(
            domain,
            (key, old) -> {
              before.set(old == null ? UNKNOWN : old);
              return change.apply(before.get());
            });
    if (!seen(before.get()).equals(seen(after))) {
      changes.accept(new PeerHealthChanged(domain));
    }
  }

  private static Object seen(Health health) {
    record Seen(Object peer, Object code, Object message, Object keyIds, Object trustsUs) {}
    return new Seen(
        health.peer(),
        health.failure().map(Failure::code),
        health.failure().map(Failure::message),
        List.copyOf(Objects.requireNonNull(health.keyIds())),
        health.trustsUs());
  }
}
