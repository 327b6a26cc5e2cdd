package io.ocmfed.runtime.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks peers for their discovery document and keys in the background: after a trust was declared,
 * every hour, every ten seconds to a minute while it fails, and soon after somebody had reason to
 * doubt what we know. Replicas share the work.
 */
public final class TrustDiscovery {

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Duration NOT_WITHIN = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Store store;
  private final PeerDirectory peers;
  private final Clock clock;

  public TrustDiscovery(Store store, PeerDirectory peers, Clock clock) {
    this.store = store;
    this.peers = peers;
    this.clock = clock;
  }

  /** What a person wants to know of a peer. */
  public record Document(
      String displayName,
      String apiVersion,
      String endPoint,
      Set<String> capabilities,
      List<String> keyIds) {}

  /** Asks one peer that is due. False when none is. */
  public boolean once() {
    Instant now = clock.instant();
    Optional<TrustRecord> due =
        store.inTransaction(tx -> tx.trusts().takeDue(now, now.plus(LEASE)));
    due.ifPresent(this::ask);
    return due.isPresent();
  }

  /**
   * Asks a peer again soon, but not within half a minute of the last time, however often this is
   * called: anybody may be the reason.
   *
   * @return whether that is sooner than it was due
   */
  public boolean soon(String domain) {
    return store.inTransaction(tx -> tx.trusts().lookSoon(domain, clock.instant(), NOT_WITHIN));
  }

  private void ask(TrustRecord trust) {
    try {
      Peer peer = peers.refresh(trust.domain());
      found(trust, DiscoveryState.OK, null, document(peer), FRESH);
    } catch (FailureException failed) {
      Duration next = FIRST.multipliedBy(1L << Math.min(trust.discoveryAttempts(), 5));
      Duration wait = next.compareTo(MOST) > 0 ? MOST : next;
      found(trust, DiscoveryState.FAILED, failed.failure(), null, wait);
    }
  }

  private void found(
      TrustRecord trust, DiscoveryState state, Failure failure, String document, Duration wait) {
    Instant now = clock.instant();
    Failure told =
        failure == null
            ? null
            : new Failure(
                failure.code(),
                failure.message(),
                failure.origin(),
                failure.operation(),
                failure.endpoint(),
                trust.discoveryAttempts() + 1,
                failure.since(),
                now.plus(wait));
    TrustRecord found = trust.discovered(state, told, document, now.plus(wait), now);
    boolean news =
        trust.discoveryState() != state
            || (document != null && !document.equals(trust.peer()))
            || (failure != null
                && trust.discoveryFailure() != null
                && failure.code() != trust.discoveryFailure().code());
    store.inTransaction(
        tx -> {
          tx.trusts().found(found);
          if (news) {
            tx.events()
                .append(
                    new Event(
                        0,
                        now,
                        EventKind.TRUST,
                        trust.name(),
                        null,
                        trust.domain(),
                        state == DiscoveryState.OK ? "discovered" : "undiscovered",
                        Cause.PEER));
          }
          if (state == DiscoveryState.OK && trust.discoveryState() != DiscoveryState.OK) {
            tx.outbox().closeCircuit(trust.domain(), now);
            tx.comparisons().soon(trust.domain(), now, Comparisons.NOT_WITHIN);
            tx.outbox()
                .awaken(trust.domain(), Set.of(Code.PEER_UNREACHABLE, Code.PEER_INCOMPATIBLE), now);
          }
          return null;
        });
  }

  private String document(Peer peer) {
    try {
      return JSON.writeValueAsString(
          new Document(
              peer.displayName(),
              peer.apiVersion(),
              peer.endPoint().toString(),
              new TreeSet<>(peer.capabilities()),
              peers.health(peer.domain()).keyIds()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
