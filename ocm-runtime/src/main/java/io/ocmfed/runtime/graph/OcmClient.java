package io.ocmfed.runtime.graph;

import io.grpc.MethodDescriptor;
import io.ocmfed.runtime.endpoint.ServiceChannels;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.share.v1.AcceptInvitationRequest;
import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.share.v1.ConnectionRequest;
import io.ocmfed.runtime.share.v1.CreateInvitationRequest;
import io.ocmfed.runtime.share.v1.CreateShareRequest;
import io.ocmfed.runtime.share.v1.Invitation;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.share.v1.Share;
import io.ocmfed.runtime.share.v1.ShareRequest;
import io.ocmfed.runtime.share.v1.UserRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * The ocm role over gRPC. All calls block and throw FailureException: what ocm answered, unchanged,
 * or OCM_UNAVAILABLE.
 */
@Singleton
public final class OcmClient {

  // Longer than ocm itself may wait for a gateway, so that its own, better failure arrives.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ServiceChannels channels;

  @Inject
  public OcmClient(ServiceChannels channels) {
    this.channels = channels;
  }

  List<Share> received(String userId) {
    return call(OcmGrpc.getListReceivedSharesMethod(), user(userId)).getSharesList();
  }

  List<Share> sent(String userId) {
    return call(OcmGrpc.getListSentSharesMethod(), user(userId)).getSharesList();
  }

  Share create(CreateShareRequest request) {
    return call(OcmGrpc.getCreateShareMethod(), request);
  }

  void delete(String userId, String shareId) {
    call(OcmGrpc.getDeleteShareMethod(), share(userId, shareId));
  }

  Share accept(String userId, String shareId) {
    return call(OcmGrpc.getAcceptShareMethod(), share(userId, shareId));
  }

  List<Connection> connections(String userId) {
    return call(OcmGrpc.getListConnectionsMethod(), user(userId)).getConnectionsList();
  }

  void disconnect(String userId, String connectionId) {
    call(
        OcmGrpc.getDeleteConnectionMethod(),
        ConnectionRequest.newBuilder().setUserId(userId).setConnectionId(connectionId).build());
  }

  Invitation invite(CreateInvitationRequest request) {
    return call(OcmGrpc.getCreateInvitationMethod(), request);
  }

  Connection acceptInvitation(AcceptInvitationRequest request) {
    return call(OcmGrpc.getAcceptInvitationMethod(), request);
  }

  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    return channels.to(Role.OCM).call(method, request, LIMIT);
  }

  private static UserRequest user(String userId) {
    return UserRequest.newBuilder().setUserId(userId).build();
  }

  private static ShareRequest share(String userId, String shareId) {
    return ShareRequest.newBuilder().setUserId(userId).setShareId(shareId).build();
  }
}
