package io.ocmfed.runtime.ocm;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.ocmfed.runtime.invite.IssueInvite.Issued;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.share.v1.AcceptInvitationRequest;
import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.share.v1.ConnectionList;
import io.ocmfed.runtime.share.v1.ConnectionRequest;
import io.ocmfed.runtime.share.v1.CreateInvitationRequest;
import io.ocmfed.runtime.share.v1.CreateShareRequest;
import io.ocmfed.runtime.share.v1.Empty;
import io.ocmfed.runtime.share.v1.Invitation;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.share.v1.Share;
import io.ocmfed.runtime.share.v1.ShareList;
import io.ocmfed.runtime.share.v1.ShareRequest;
import io.ocmfed.runtime.share.v1.UserRequest;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the graph role asks for one logged-in user. Lists come from the store alone. */
final class OcmService implements OcmGrpc.AsyncService {

  private final Store store;
  private final OcmRole role;
  private final Clock clock;

  OcmService(Store store, OcmRole role, Clock clock) {
    this.store = store;
    this.role = role;
    this.clock = clock;
  }

  @Override
  public void listReceivedShares(UserRequest request, StreamObserver<ShareList> answer) {
    Instant now = clock.instant();
    reply(
        answer,
        store.inTransaction(
            tx -> {
              Set<String> trusted = trusted(tx);
              Set<String> disputed = disputed(tx, request.getUserId());
              return ShareList.newBuilder()
                  .addAllShares(
                      tx.incoming().openOf(request.getUserId()).stream()
                          .filter(share -> !share.expired(now))
                          .filter(share -> trusted.contains(share.domain()))
                          .map(share -> message(share, disputed.contains(share.acceptanceId())))
                          .toList())
                  .build();
            }));
  }

  /** Acceptances that the peer does not know; what rests on them is suspended. */
  private static Set<String> disputed(Tx tx, String user) {
    return tx.acceptances().liveOf(user).stream()
        .filter(acceptance -> acceptance.disputedAt() != null)
        .map(Acceptance::id)
        .collect(Collectors.toSet());
  }

  /** Shares of a peer whose trust is withdrawn sleep. */
  private static Set<String> trusted(Tx tx) {
    return tx.trusts().all().stream().map(TrustRecord::domain).collect(Collectors.toSet());
  }

  @Override
  public void listSentShares(UserRequest request, StreamObserver<ShareList> answer) {
    Instant now = clock.instant();
    reply(
        answer,
        store.inTransaction(
            tx ->
                ShareList.newBuilder()
                    .addAllShares(
                        tx.outgoing().openOf(request.getUserId()).stream()
                            .filter(share -> !share.expired(now))
                            .map(share -> message(tx, share))
                            .toList())
                    .build()));
  }

  @Override
  public void createShare(CreateShareRequest request, StreamObserver<Share> answer) {
    OutgoingShare share =
        role.sendShare()
            .send(
                request.getUserId(),
                request.getResource(),
                request.getRemoteUser(),
                new LinkedHashSet<>(request.getPermissionsList()),
                request.hasExpiresAt() ? instant(request.getExpiresAt()) : null);
    reply(answer, store.inTransaction(tx -> message(tx, share)));
  }

  @Override
  public void deleteShare(ShareRequest request, StreamObserver<Empty> answer) {
    store.inTransaction(
        tx -> {
          Optional<OutgoingShare> out =
              tx.outgoing()
                  .find(request.getShareId())
                  .filter(share -> share.localUser().equals(request.getUserId()));
          if (out.isPresent()) {
            tx.lockPair(out.get().domain(), out.get().localUser());
            role.shareSteps()
                .end(
                    tx,
                    tx.outgoing().find(request.getShareId()).orElseThrow(),
                    OutgoingState.REVOKED,
                    "Unshared",
                    Cause.USER,
                    Telling.PEER);
            return null;
          }
          role.shareSteps()
              .end(
                  tx,
                  received(tx, request),
                  IncomingState.DECLINED,
                  "Declined",
                  Cause.USER,
                  Telling.PEER);
          return null;
        });
    reply(answer, Empty.getDefaultInstance());
  }

  @Override
  public void acceptShare(ShareRequest request, StreamObserver<Share> answer) {
    reply(
        answer,
        store.inTransaction(
            tx -> {
              IncomingShare share = received(tx, request);
              if (!share.state().open()) {
                throw Failure.client(Code.SHARE_ENDED, "The share has ended.").toException();
              }
              boolean disputed = disputed(tx, request.getUserId()).contains(share.acceptanceId());
              return message(role.shareSteps().accept(tx, share, Cause.USER), disputed);
            }));
  }

  private static IncomingShare received(Tx tx, ShareRequest request) {
    IncomingShare seen =
        tx.incoming()
            .find(request.getShareId())
            .filter(share -> share.localUser().equals(request.getUserId()))
            .orElseThrow(
                () ->
                    Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share.")
                        .toException());
    tx.lockPair(seen.domain(), seen.localUser());
    return tx.incoming().find(seen.id()).orElseThrow();
  }

  @Override
  public void listConnections(UserRequest request, StreamObserver<ConnectionList> answer) {
    List<Acceptance> live = store.inTransaction(tx -> tx.acceptances().liveOf(request.getUserId()));
    Map<String, Acceptance> byPair = new LinkedHashMap<>();
    for (Acceptance one : live) {
      String pair = one.remoteUser() == null ? one.id() : one.remoteUser() + "@" + one.domain();
      byPair.merge(pair, one, (first, second) -> first.connects() ? first : second);
    }
    reply(
        answer,
        ConnectionList.newBuilder()
            .addAllConnections(byPair.values().stream().map(OcmService::message).toList())
            .build());
  }

  @Override
  public void deleteConnection(ConnectionRequest request, StreamObserver<Empty> answer) {
    boolean removed =
        store.inTransaction(
            tx ->
                tx.acceptances()
                    .find(request.getConnectionId())
                    .filter(one -> request.getUserId().equals(one.localUser()))
                    .filter(one -> role.part(tx, one, Cause.USER))
                    .isPresent());
    if (!removed) {
      throw Failure.client(Code.NOT_CONNECTED, "There is no such connection, or it has ended.")
          .toException();
    }
    reply(answer, Empty.getDefaultInstance());
  }

  @Override
  public void createInvitation(CreateInvitationRequest request, StreamObserver<Invitation> answer) {
    Issued issued =
        role.issueInvite()
            .issue(
                request.getUserId(),
                Duration.ofSeconds(request.getValidSeconds()),
                request.getDescription());
    reply(
        answer,
        Invitation.newBuilder()
            .setToken(issued.token())
            .setInvite(issued.invite())
            .setLink(issued.link())
            .setExpiresAt(timestamp(issued.expiresAt()))
            .build());
  }

  @Override
  public void acceptInvitation(AcceptInvitationRequest request, StreamObserver<Connection> answer) {
    reply(
        answer,
        message(
            role.acceptInvitation()
                .accept(request.getUserId(), request.getInvitation(), request.getDomain())));
  }

  private static Share message(IncomingShare share, boolean disputed) {
    Share.Builder message =
        Share.newBuilder()
            .setId(share.id())
            .setName(share.name())
            .setFolder(share.folder())
            .setSize(share.size())
            .setRemoteUser(share.remoteUser() + "@" + share.domain())
            .setRemoteDisplayName(text(share.remoteName()))
            .addAllPermissions(share.permissions())
            .setState(share.state().name())
            .setCreatedAt(timestamp(share.createdAt()))
            .setDisputed(disputed)
            .setDomain(share.domain());
    Optional.ofNullable(share.expiresAt()).ifPresent(at -> message.setExpiresAt(timestamp(at)));
    Optional.ofNullable(share.unreachableSince())
        .ifPresent(at -> message.setUnreachableSince(timestamp(at)));
    return message.build();
  }

  private static Share message(Tx tx, OutgoingShare share) {
    Optional<Acceptance> under = tx.acceptances().find(share.acceptanceId());
    Share.Builder message =
        Share.newBuilder()
            .setId(share.id())
            .setName(share.name())
            .setFolder(share.folder())
            .setSize(share.size())
            .setRemoteUser(share.remoteUser() + "@" + share.domain())
            .setRemoteDisplayName(under.map(Acceptance::remoteName).orElse(""))
            .addAllPermissions(share.permissions())
            .setState(share.state().name())
            .setCreatedAt(timestamp(share.createdAt()))
            .setResource(share.resource())
            .setDisputed(under.filter(one -> !one.ended() && one.disputedAt() != null).isPresent())
            .setDomain(share.domain());
    Optional.ofNullable(share.expiresAt()).ifPresent(at -> message.setExpiresAt(timestamp(at)));
    return message.build();
  }

  private static Connection message(Acceptance acceptance) {
    Connection.Builder message =
        Connection.newBuilder()
            .setId(acceptance.id())
            .setRemoteUser(
                acceptance.remoteUser() == null
                    ? ""
                    : acceptance.remoteUser() + "@" + acceptance.domain())
            .setRemoteDisplayName(text(acceptance.remoteName()))
            .setRemoteMail(text(acceptance.remoteMail()))
            .setDomain(acceptance.domain())
            .setState(
                acceptance.state() == AcceptanceState.STANDING && !acceptance.connects()
                    ? "DISPUTED"
                    : acceptance.state().name());
    Optional.ofNullable(acceptance.establishedAt())
        .ifPresent(at -> message.setEstablishedAt(timestamp(at)));
    return message.build();
  }

  private static <T> void reply(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }

  private static String text(String maybe) {
    return maybe == null ? "" : maybe;
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
