package io.ocmfed.runtime.store;

import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.peer.TrustBook.Trust;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One OcmTrust, and what is known of its peer.
 *
 * @param maxShareSeconds null is without bound
 * @param revokeOnDelete whether its deletion removes connections and shares; else they sleep
 * @param discoveryNext when the peer is asked again
 * @param peer JSON of the last good discovery, for people; null before
 * @param mutual whether the peer takes messages from us; null when unknown
 * @param deletedAt since when it is only kept to tell the peer that all is over; else null
 * @param lastContact last time the peer answered, or sent something authenticated
 */
public record TrustRecord(
    String name,
    String uid,
    long generation,
    String domain,
    String caCertificate,
    boolean signaturesRequired,
    Traffic invites,
    Traffic shares,
    Set<String> permissions,
    Long maxShareSeconds,
    boolean revokeOnDelete,
    DiscoveryState discoveryState,
    Failure discoveryFailure,
    Instant discoveryAt,
    int discoveryAttempts,
    Instant discoveryNext,
    String peer,
    Boolean mutual,
    Instant lastContact,
    Instant deletedAt)
    implements Declaration {

  /** As far as federation needs it. */
  public Trust trust() {
    return new Trust(
        domain,
        caCertificate,
        signaturesRequired,
        deletedAt == null ? invites : Traffic.NONE,
        deletedAt == null ? shares : Traffic.NONE,
        permissions,
        maxShareSeconds == null ? null : Duration.ofSeconds(maxShareSeconds));
  }

  /** With what a discovery has found. */
  public TrustRecord discovered(
      DiscoveryState state, Failure failure, String document, Instant next, Instant now) {
    return new TrustRecord(
        name,
        uid,
        generation,
        domain,
        caCertificate,
        signaturesRequired,
        invites,
        shares,
        permissions,
        maxShareSeconds,
        revokeOnDelete,
        state,
        failure,
        now,
        state == DiscoveryState.FAILED ? discoveryAttempts + 1 : 0,
        next,
        document == null ? peer : document,
        mutual,
        state == DiscoveryState.OK ? now : lastContact,
        deletedAt);
  }
}
