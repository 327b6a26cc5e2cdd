package io.ocmfed.runtime.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.invite.FailureView;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A share as the admin API shows it (docs/design/admin-api.md). */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ShareView(
    String name,
    String uid,
    long generation,
    String domain,
    String direction,
    String localUser,
    String remoteUser,
    String state,
    String reason,
    String shareId,
    String resource,
    String resourceName,
    String resourceType,
    long sizeBytes,
    Set<String> permissions,
    Instant expiresAt,
    Instant createdAt,
    boolean connectionFound,
    FailureView failure) {

  private static final String DISPUTED = "Disputed";

  /** A declaration, and the share that answers to it. */
  public static ShareView of(Tx tx, DeclaredShare declared) {
    boolean connected = DeclaredShares.connection(tx, declared).isPresent();
    return declared.direction() == Direction.OUTGOING
        ? outgoing(
            tx,
            declared,
            Optional.ofNullable(declared.shareId()).flatMap(tx.outgoing()::find),
            connected)
        : incoming(
            tx,
            declared,
            Optional.ofNullable(declared.shareId()).flatMap(tx.incoming()::find),
            connected);
  }

  private static ShareView outgoing(
      Tx tx, DeclaredShare declared, Optional<OutgoingShare> share, boolean connected) {
    if (share.isPresent()) {
      return outgoing(
          tx, declared.name(), declared.uid(), declared.generation(), share.get(), connected);
    }
    return new ShareView(
        declared.name(),
        declared.uid(),
        declared.generation(),
        declared.domain(),
        "Outgoing",
        declared.localUser(),
        declared.remoteUser() + "@" + declared.domain(),
        "Pending",
        connected ? null : DeclaredShares.NOT_CONNECTED,
        null,
        declared.resource(),
        declared.resourceName(),
        declared.folder() ? "folder" : "file",
        declared.size(),
        declared.permissions(),
        declared.expiresAt(),
        null,
        connected,
        null);
  }

  private static ShareView incoming(
      Tx tx, DeclaredShare declared, Optional<IncomingShare> share, boolean connected) {
    if (share.isPresent()) {
      return incoming(
          tx, declared.name(), declared.uid(), declared.generation(), share.get(), connected);
    }
    return new ShareView(
        declared.name(),
        declared.uid(),
        declared.generation(),
        declared.domain(),
        "Incoming",
        declared.localUser(),
        declared.remoteUser() + "@" + declared.domain(),
        "Pending",
        connected ? null : DeclaredShares.NOT_CONNECTED,
        null,
        null,
        declared.matchName(),
        null,
        0,
        Set.of(),
        null,
        null,
        connected,
        null);
  }

  /** A share that nobody declared. */
  public static ShareView of(Tx tx, OutgoingShare share) {
    return outgoing(tx, null, null, 0, share, connected(tx, share.acceptanceId()));
  }

  /** A share that no declaration matched. */
  public static ShareView of(Tx tx, IncomingShare share) {
    return incoming(tx, null, null, 0, share, connected(tx, share.acceptanceId()));
  }

  private static boolean connected(Tx tx, String acceptanceId) {
    return tx.acceptances()
        .find(acceptanceId)
        .filter(io.ocmfed.runtime.store.Acceptance::connects)
        .isPresent();
  }

  /** Why it is not as it should be; of an open share, that its connection is disputed. */
  private static String reason(Tx tx, String stored, boolean open, String acceptanceId) {
    boolean disputed =
        open
            && tx.acceptances()
                .find(acceptanceId)
                .filter(acceptance -> !acceptance.ended() && acceptance.disputedAt() != null)
                .isPresent();
    return disputed ? DISPUTED : stored;
  }

  private static ShareView outgoing(
      Tx tx, String name, String uid, long generation, OutgoingShare share, boolean connected) {
    return new ShareView(
        name,
        uid,
        generation,
        share.domain(),
        "Outgoing",
        share.localUser(),
        share.remoteUser() + "@" + share.domain(),
        InviteView.word(share.state()),
        reason(tx, share.reason(), share.state().open(), share.acceptanceId()),
        share.id(),
        share.resource(),
        share.name(),
        share.folder() ? "folder" : "file",
        share.size(),
        share.permissions(),
        share.expiresAt(),
        share.createdAt(),
        connected,
        FailureView.of(share.failure()));
  }

  private static ShareView incoming(
      Tx tx, String name, String uid, long generation, IncomingShare share, boolean connected) {
    return new ShareView(
        name,
        uid,
        generation,
        share.domain(),
        "Incoming",
        share.localUser(),
        share.remoteUser() + "@" + share.domain(),
        share.state() == IncomingState.UNSHARED ? "Revoked" : InviteView.word(share.state()),
        reason(tx, share.reason(), share.state().open(), share.acceptanceId()),
        share.id(),
        null,
        share.name(),
        share.folder() ? "folder" : "file",
        share.size(),
        share.permissions(),
        share.expiresAt(),
        share.createdAt(),
        connected,
        null);
  }
}
