package io.ocmfed.runtime.share;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.share.NewShare.Subject;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes a declaration of a share, checked against trust, user and resource. */
public final class DeclareShare {

  /**
   * Declarations come by the thousand when an operator starts or a connection ends. Users, peers
   * and deliveries must not stand behind them in the line for a connection to the store.
   */
  private static final int AT_ONCE = 4;

  private final Store store;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final SendShare sender;
  private final DeclaredShares shares;
  private final Clock clock;

  public DeclareShare(Store store, SendShare sender, DeclaredShares shares, Clock clock) {
    this.store = store;
    this.sender = sender;
    this.shares = shares;
    this.clock = clock;
  }

  /**
   * Records the declaration and does what it asks, as far as that can be done now.
   *
   * @param wanted without what is found out here
   * @param generation throws when the recorded one is newer
   * @throws io.ocmfed.runtime.web.FailureException USER_UNKNOWN, RESOURCE_NOT_FOUND,
   *     PEER_UNTRUSTED, EXCEEDS_TRUST, CONFLICT
   */
  public ShareView declare(DeclaredShare wanted, Consumer<DeclaredShare> generation) {
    Optional<Standing> standing =
        inTurn(
            tx ->
                check(tx, wanted, generation)
                    .filter(old -> repeats(wanted, old) && shares.settled(tx, old))
                    .map(old -> new Standing(old, ShareView.of(tx, old))));
    // A gateway, which may be away, is not asked about many shares at once when their connection
    // has ended: nothing can be done for them.
    Optional<Standing> rests = standing.filter(one -> one.outgoing() && !one.connected());
    if (rests.isPresent()) {
      return rests.get().view();
    }
    User user = sender.user(wanted.localUser());
    DeclaredShare complete =
        wanted.direction() == Direction.OUTGOING
            ? described(wanted, sender.subject(user, wanted.resource()))
            : wanted;
    // Nothing to be decided: who only asks again waits for nobody who decides about the same users.
    Optional<Standing> same =
        standing.filter(one -> continued(complete, one.record()).equals(one.record()));
    if (same.isPresent()) {
      return same.get().view();
    }
    return inTurn(
        tx -> {
          tx.lockPair(wanted.domain(), wanted.localUser());
          Optional<DeclaredShare> before = check(tx, complete, generation);
          DeclaredShare record = before.map(old -> continued(complete, old)).orElse(complete);
          tx.declarations().save(record);
          boolean anew = before.filter(old -> old.uid().equals(wanted.uid())).isEmpty();
          if (anew || before.get().generation() != wanted.generation()) {
            tell(tx, record);
          }
          return ShareView.of(tx, shares.settle(tx, record, anew));
        });
  }

  private <T> T inTurn(Function<Tx, T> work) {
    turns.acquireUninterruptibly();
    try {
      return store.inTransaction(work);
    } finally {
      turns.release();
    }
  }

  /** What is recorded already, and leaves nothing to be done. */
  private record Standing(DeclaredShare record, ShareView view) {
    boolean outgoing() {
      return record.direction() == Direction.OUTGOING;
    }

    boolean connected() {
      return view.connectionFound();
    }
  }

  /** Whether the record says what is wanted, as far as that is known without the gateway. */
  private static boolean repeats(DeclaredShare wanted, DeclaredShare old) {
    return old.uid().equals(wanted.uid())
        && old.generation() == wanted.generation()
        && old.domain().equals(wanted.domain())
        && old.direction() == wanted.direction()
        && old.localUser().equals(wanted.localUser())
        && old.remoteUser().equals(wanted.remoteUser())
        && Objects.equals(old.resource(), wanted.resource())
        && old.permissions().equals(wanted.permissions())
        && Objects.equals(old.expiresAt(), wanted.expiresAt());
  }

  private Optional<DeclaredShare> check(
      Tx tx, DeclaredShare wanted, Consumer<DeclaredShare> generation) {
    Optional<DeclaredShare> before = tx.declarations().share(wanted.name());
    before.ifPresent(generation);
    TrustRecord trust =
        SendShare.requireTrust(tx.trusts().byDomain(wanted.domain()), wanted.domain());
    if (wanted.direction() == Direction.OUTGOING) {
      Instant created = before.map(DeclaredShare::createdAt).orElse(wanted.createdAt());
      boolean past = wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.instant());
      // One whose time is over is no mistake when it was declared before.
      if (!(past && before.isPresent())) {
        ShareTerms.check(
            trust.trust(), wanted.permissions(), wanted.expiresAt(), created, clock.instant());
      }
    } else if (!trust.trust().shares().incoming()) {
      throw Failure.client(
              Code.EXCEEDS_TRUST,
              "The trust of " + wanted.domain() + " takes no shares from there.")
          .toException();
    }
    tx.declarations()
        .rival(wanted)
        .ifPresent(
            other -> {
              throw Failure.client(
                      Code.CONFLICT, "The share " + other.name() + " declares the same.")
                  .toException();
            });
    return before;
  }

  private static DeclaredShare described(DeclaredShare wanted, Subject subject) {
    return new DeclaredShare(
        wanted.name(),
        wanted.uid(),
        wanted.generation(),
        wanted.domain(),
        wanted.direction(),
        wanted.localUser(),
        wanted.remoteUser(),
        subject.path(),
        wanted.permissions(),
        wanted.expiresAt(),
        null,
        null,
        null,
        null,
        wanted.createdAt(),
        subject.name(),
        subject.folder(),
        subject.size(),
        subject.ownerName());
  }

  /** Keeps what answers to the declaration, and since when it is declared. */
  private static DeclaredShare continued(DeclaredShare wanted, DeclaredShare old) {
    DeclaredShare answered = wanted.answeredBy(old.shareId(), old.previousId());
    return new DeclaredShare(
        answered.name(),
        answered.uid(),
        answered.generation(),
        answered.domain(),
        answered.direction(),
        answered.localUser(),
        answered.remoteUser(),
        answered.resource(),
        answered.permissions(),
        answered.expiresAt(),
        answered.matchName(),
        answered.response(),
        answered.shareId(),
        answered.previousId(),
        old.createdAt(),
        answered.resourceName(),
        answered.folder(),
        answered.size(),
        answered.ownerName());
  }

  private void tell(Tx tx, DeclaredShare declared) {
    tx.events()
        .append(
            new Event(
                0,
                clock.instant(),
                EventKind.SHARE,
                declared.name(),
                null,
                declared.domain(),
                "declared",
                Cause.OPERATOR));
  }
}
