package io.ocmfed.runtime.share;

import io.ocmfed.runtime.share.NewShare.Subject;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is declared stays declared: holds the shares against the declarations, whenever either or
 * the connection beneath changes. Callers hold the lock of the pair.
 */
public final class DeclaredShares {

  /** Reason of a share that ended with its connection; it comes back with it. */
  public static final String NOT_CONNECTED = "NotConnected";

  /** Reason of a share that the peer does not hold any more; if declared, it is made anew. */
  static final String LOST = "Lost";

  private final ShareSteps steps;
  private final NewShare shares;

  public DeclaredShares(ShareSteps steps, SecretBox box, Ids ids, Clock clock) {
    this.steps = steps;
    this.shares = new NewShare(box, ids, clock);
  }

  /** All declarations between two users. */
  void settle(Tx tx, String domain, String localUser, String remoteUser) {
    Optional<Acceptance> under = connection(tx, domain, localUser, remoteUser);
    for (DeclaredShare declared : tx.declarations().sharesOf(domain, localUser, remoteUser)) {
      if (declared.direction() == Direction.INCOMING) {
        incoming(tx, declared, false);
      } else {
        outgoing(tx, declared, under, false);
      }
    }
  }

  /**
   * One declaration.
   *
   * @param anew whether it was declared anew: then also what people ended begins again
   * @return the declaration as it is recorded now
   */
  public DeclaredShare settle(Tx tx, DeclaredShare declared, boolean anew) {
    return declared.direction() == Direction.OUTGOING
        ? outgoing(tx, declared, connection(tx, declared), anew)
        : incoming(tx, declared, anew);
  }

  /** Whether {@link #settle} would find nothing to do for one that is not declared anew. */
  boolean settled(Tx tx, DeclaredShare declared) {
    if (declared.direction() == Direction.OUTGOING) {
      return connection(tx, declared).isEmpty()
          || !wanted(declared, current(declared, tx.outgoing()::find), end(tx, declared), false);
    }
    return current(declared, tx.incoming()::find)
        .filter(share -> share.state() == IncomingState.ACCEPTED)
        .filter(share -> declared.response().equals("Accept"))
        .isPresent();
  }

  private DeclaredShare outgoing(
      Tx tx, DeclaredShare declared, Optional<Acceptance> under, boolean anew) {
    if (under.isEmpty()) {
      return declared;
    }
    Optional<OutgoingShare> current = current(declared, tx.outgoing()::find);
    Instant end = end(tx, declared);
    if (!wanted(declared, current, end, anew)) {
      return declared;
    }
    OutgoingShare share =
        shares.under(
            under.get(),
            new Subject(
                declared.resource(),
                declared.resourceName(),
                declared.folder(),
                declared.size(),
                declared.ownerName()),
            declared.permissions(),
            end,
            declared.name());
    steps.create(tx, share, Cause.OPERATOR);
    Optional<OutgoingShare> replaced = current.filter(old -> old.state().open());
    if (replaced.isPresent() && replaced.get().state() == OutgoingState.PENDING) {
      steps.end(
          tx, replaced.get(), OutgoingState.REVOKED, "Replaced", Cause.OPERATOR, Telling.PEER);
      replaced = Optional.empty();
    }
    DeclaredShare answered =
        declared.answeredBy(
            share.id(), replaced.map(OutgoingShare::id).orElse(declared.previousId()));
    tx.declarations().save(answered);
    return answered;
  }

  private static boolean wanted(
      DeclaredShare declared, Optional<OutgoingShare> current, Instant end, boolean anew) {
    if (current.isEmpty()) {
      return true;
    }
    OutgoingShare share = current.get();
    boolean same =
        share.permissions().equals(declared.permissions())
            && Objects.equals(share.expiresAt(), end)
            && share.resource().equals(declared.resource());
    if (share.state().open()) {
      return !same;
    }
    return anew || !same || NOT_CONNECTED.equals(share.reason()) || LOST.equals(share.reason());
  }

  /** Without a given end it is the most that the trust allows, from the declaration on. */
  private static Instant end(Tx tx, DeclaredShare declared) {
    if (declared.expiresAt() != null) {
      return declared.expiresAt();
    }
    return tx.trusts()
        .byDomain(declared.domain())
        .map(TrustRecord::maxShareSeconds)
        .map(seconds -> declared.createdAt().plusSeconds(seconds))
        .orElse(null);
  }

  /** A delivered share takes the place of the one before. */
  void delivered(Tx tx, OutgoingShare share) {
    if (share.declared() == null) {
      return;
    }
    tx.declarations()
        .share(share.declared())
        .filter(declared -> share.id().equals(declared.shareId()))
        .filter(declared -> declared.previousId() != null)
        .ifPresent(
            declared -> {
              tx.outgoing()
                  .find(declared.previousId())
                  .ifPresent(
                      old ->
                          steps.end(
                              tx,
                              old,
                              OutgoingState.REVOKED,
                              "Replaced",
                              Cause.OPERATOR,
                              Telling.PEER));
              tx.declarations().save(declared.answeredBy(share.id(), null));
            });
  }

  private DeclaredShare incoming(Tx tx, DeclaredShare declared, boolean anew) {
    Optional<IncomingShare> current = current(declared, tx.incoming()::find);
    if (current.filter(share -> share.state().open()).isPresent()) {
      respond(tx, declared, current.get());
      return declared;
    }
    boolean stays =
        current.filter(share -> share.state() == IncomingState.DECLINED).isPresent()
            && declared.response().equals("Accept")
            && !anew;
    if (stays) {
      return declared;
    }
    Optional<IncomingShare> match =
        tx
            .incoming()
            .openOfPair(declared.domain(), declared.localUser(), declared.remoteUser())
            .stream()
            .filter(share -> share.declared() == null)
            .filter(share -> share.name().equals(declared.matchName()))
            .findFirst();
    if (match.isEmpty()) {
      return declared;
    }
    IncomingShare bound = match.get().boundTo(declared.name());
    tx.incoming().save(bound);
    steps.tell(tx, bound, "matched", Cause.OPERATOR);
    DeclaredShare answered = declared.answeredBy(bound.id(), null);
    tx.declarations().save(answered);
    respond(tx, answered, bound);
    return answered;
  }

  private void respond(Tx tx, DeclaredShare declared, IncomingShare share) {
    if (declared.response().equals("Decline")) {
      steps.end(tx, share, IncomingState.DECLINED, "Declined", Cause.OPERATOR, Telling.PEER);
    } else {
      steps.accept(tx, share, Cause.OPERATOR);
    }
  }

  /** The declaration is gone: so is what it made, or what it accepted. */
  public void withdraw(Tx tx, DeclaredShare declared) {
    tx.lockPair(declared.domain(), declared.localUser());
    tx.declarations().deleteShare(declared.name());
    if (declared.direction() == Direction.INCOMING) {
      current(declared, tx.incoming()::find)
          .ifPresent(
              share ->
                  steps.end(
                      tx, share, IncomingState.DECLINED, "Declined", Cause.OPERATOR, Telling.PEER));
      return;
    }
    java.util.stream.Stream.of(declared.shareId(), declared.previousId())
        .filter(Objects::nonNull)
        .map(tx.outgoing()::find)
        .flatMap(Optional::stream)
        .forEach(
            share ->
                steps.end(
                    tx, share, OutgoingState.REVOKED, "Withdrawn", Cause.OPERATOR, Telling.PEER));
  }

  /** The connection of the two users; empty while they have none, or the peer is not trusted. */
  public static Optional<Acceptance> connection(Tx tx, DeclaredShare declared) {
    return connection(tx, declared.domain(), declared.localUser(), declared.remoteUser());
  }

  static Optional<Acceptance> connection(
      Tx tx, String domain, String localUser, String remoteUser) {
    if (tx.trusts().byDomain(domain).filter(trust -> trust.deletedAt() == null).isEmpty()) {
      return Optional.empty();
    }
    return tx.acceptances().ofPair(domain, localUser, remoteUser).stream()
        .filter(Acceptance::connects)
        .findFirst();
  }

  private static <T> Optional<T> current(
      DeclaredShare declared, java.util.function.Function<String, Optional<T>> find) {
    return Optional.ofNullable(declared.shareId()).flatMap(find);
  }
}
