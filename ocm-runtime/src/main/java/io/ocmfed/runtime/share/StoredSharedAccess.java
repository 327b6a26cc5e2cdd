package io.ocmfed.runtime.share;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Access by what the store says at that moment: no cache, so that an end is one at once. */
public final class StoredSharedAccess implements SharedAccess {

  /** The message that says why is usually under way, and spares the comparison. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(3);

  private final Store store;
  private final SecretBox box;
  private final Clock clock;

  public StoredSharedAccess(Store store, SecretBox box, Clock clock) {
    this.store = store;
    this.box = box;
    this.clock = clock;
  }

  @Override
  public Shared bySecret(String shareId, String secret) {
    return store.inTransaction(
        tx -> {
          OutgoingShare share =
              tx.outgoing()
                  .find(shareId)
                  .filter(found -> Sha256.matches(found.secretHash(), secret))
                  .orElseThrow(
                      () ->
                          Failure.client(Code.UNAUTHENTICATED, "There is no such share or secret.")
                              .toException());
          if (!share.state().open()
              || share.expired(clock.instant())
              || !connected(tx, share.domain(), share.acceptanceId())) {
            throw ended();
          }
          return new Shared(
              share.id(), share.localUser(), share.resource(), share.folder(), share.permissions());
        });
  }

  @Override
  public Received received(String userId, String shareId) {
    return store.inTransaction(
        tx -> {
          IncomingShare share =
              tx.incoming()
                  .find(shareId)
                  .filter(found -> found.localUser().equals(userId))
                  .orElseThrow(
                      () ->
                          Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share.")
                              .toException());
          if (!share.state().open()
              || share.expired(clock.instant())
              || !connected(tx, share.domain(), share.acceptanceId())) {
            throw ended();
          }
          return new Received(
              share.id(),
              share.domain(),
              URI.create(share.uri()),
              box.open(share.sealedSecret()),
              share.name(),
              share.folder());
        });
  }

  @Override
  public void answered(String shareId, boolean reachable, Instant at) {
    store.inTransaction(
        tx -> {
          tx.incoming().unreachable(shareId, reachable ? null : at);
          return null;
        });
  }

  @Override
  public void refused(String shareId, Instant at) {
    store.inTransaction(
        tx -> {
          tx.incoming()
              .find(shareId)
              .ifPresent(
                  share ->
                      tx.comparisons()
                          .soon(share.domain(), at.plus(UNDER_WAY), Comparisons.NOT_WITHIN));
          return null;
        });
  }

  private static boolean connected(Tx tx, String domain, String acceptanceId) {
    Optional<TrustRecord> trust = tx.trusts().byDomain(domain);
    return trust.filter(found -> found.deletedAt() == null).isPresent()
        && tx.acceptances().find(acceptanceId).filter(Acceptance::connects).isPresent();
  }

  private static RuntimeException ended() {
    return Failure.client(
            Code.SHARE_ENDED,
            "The share has ended, or its users are not connected. Ask the owner to share again.")
        .toException();
  }
}
