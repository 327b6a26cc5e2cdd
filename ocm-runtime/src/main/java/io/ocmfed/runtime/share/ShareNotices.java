package io.ocmfed.runtime.share;

import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.inbound.Admission.Admitted;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** {@code SHARE_ACCEPTED}, {@code SHARE_DECLINED} and {@code SHARE_UNSHARED} from a peer. */
public final class ShareNotices {

  private final Store store;
  private final ShareSteps steps;
  private final Ids ids;
  private final Clock clock;

  public ShareNotices(Store store, ShareSteps steps, Ids ids, Clock clock) {
    this.store = store;
    this.steps = steps;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Answers the message.
   *
   * <p>A share that is not known and that its signed owner takes back is remembered as over: the
   * message that offers it may have been overtaken, and must not bring it.
   *
   * @param from the sender when it is signed; else the secret must tell the share
   * @param grantee the recipient, as the owner names him; may be empty
   * @throws io.ocmfed.runtime.web.FailureException when the peer may not send unsigned
   */
  public Reply receive(
      Optional<Admitted> from,
      Sender sender,
      String type,
      String providerId,
      Optional<String> secret,
      Optional<String> grantee,
      Admission admission) {
    Optional<String> domain =
        from.map(Admitted::domain)
            .or(() -> store.inTransaction(tx -> bySecret(tx, type, providerId, secret)));
    if (domain.isEmpty()) {
      return Reply.failed(
          Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share or secret."), 403);
    }
    if (from.isEmpty()) {
      admission.admit(sender, domain.get());
    }
    boolean known =
        store.inTransaction(
            tx ->
                type.equals("SHARE_UNSHARED")
                    ? unshared(
                        tx, domain.get(), providerId, grantee.filter(one -> from.isPresent()))
                    : responded(tx, domain.get(), providerId, type.equals("SHARE_ACCEPTED")));
    return known
        ? Reply.of(201, Map.of())
        : Reply.failed(Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share."), 400);
  }

  private static Optional<String> bySecret(
      Tx tx, String type, String providerId, Optional<String> secret) {
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    return type.equals("SHARE_UNSHARED")
        ? tx.incoming().bySecret(providerId, Sha256.hex(secret.get())).map(IncomingShare::domain)
        : tx.outgoing()
            .find(providerId)
            .filter(share -> Sha256.matches(share.secretHash(), secret.get()))
            .map(OutgoingShare::domain);
  }

  private boolean unshared(Tx tx, String domain, String providerId, Optional<String> grantee) {
    // Who offers the share at this moment holds this lock, too.
    grantee.ifPresent(user -> tx.lockPair(domain, user));
    Optional<IncomingShare> seen = tx.incoming().byProviderId(domain, providerId);
    if (seen.isEmpty() && grantee.isPresent()) {
      tx.incoming()
          .save(
              IncomingShare.tombstone(
                  ids.newId(), domain, providerId, grantee.get(), clock.instant()));
      return true;
    }
    seen.ifPresent(share -> tx.lockPair(domain, share.localUser()));
    seen.flatMap(share -> tx.incoming().find(share.id()))
        .ifPresent(
            share ->
                steps.end(
                    tx, share, IncomingState.UNSHARED, "Unshared", Cause.PEER, Telling.NOBODY));
    return seen.isPresent();
  }

  private boolean responded(Tx tx, String domain, String providerId, boolean accepted) {
    Optional<OutgoingShare> seen =
        tx.outgoing().find(providerId).filter(share -> share.domain().equals(domain));
    seen.ifPresent(share -> tx.lockPair(domain, share.localUser()));
    Optional<OutgoingShare> open =
        seen.flatMap(share -> tx.outgoing().find(share.id())).filter(share -> share.state().open());
    if (accepted) {
      open.filter(share -> share.state() != OutgoingState.ACCEPTED)
          .ifPresent(
              share -> steps.move(tx, share, OutgoingState.ACCEPTED, null, null, Cause.PEER));
    } else {
      open.ifPresent(
          share ->
              steps.end(tx, share, OutgoingState.DECLINED, "Declined", Cause.PEER, Telling.NOBODY));
    }
    return seen.isPresent();
  }
}
