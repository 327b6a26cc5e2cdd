package io.ocmfed.runtime.graph;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.ocmfed.runtime.share.v1.AcceptInvitationRequest;
import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.share.v1.ConnectionList;
import io.ocmfed.runtime.share.v1.CreateShareRequest;
import io.ocmfed.runtime.share.v1.Empty;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.share.v1.Share;
import io.ocmfed.runtime.share.v1.ShareList;
import io.ocmfed.runtime.share.v1.ShareRequest;
import io.ocmfed.runtime.share.v1.UserRequest;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An ocm process without peers and store: what graph is told, it must show. */
final class OcmInMemory implements OcmGrpc.AsyncService {

  private final Map<String, Share> sent = new ConcurrentHashMap<>();

  @Override
  public void listReceivedShares(UserRequest request, StreamObserver<ShareList> answer) {
    ShareList.Builder list = ShareList.newBuilder();
    if (request.getUserId().equals("bob")) {
      list.addShares(
          Share.newBuilder()
              .setId("share-1")
              .setName("report.pdf")
              .setSize(12)
              .setRemoteUser("alice@cloud-b.example.org")
              .setRemoteDisplayName("Alice Liddell")
              .addPermissions("read")
              .setState("ACCEPTED")
              .setDomain("cloud-b.example.org")
              .setUnreachableSince(Timestamp.newBuilder().setSeconds(1_700_000_000)));
      list.addShares(Share.newBuilder().setId("share-2").setName("old").setState("REVOKED"));
    }
    answer(answer, list.build());
  }

  @Override
  public void listSentShares(UserRequest request, StreamObserver<ShareList> answer) {
    answer(answer, ShareList.newBuilder().addAllShares(sent.values()).build());
  }

  @Override
  public void createShare(CreateShareRequest request, StreamObserver<Share> answer) {
    if (request.getRemoteUser().startsWith("nobody@")) {
      throw new Failure(
              Code.PEER_UNREACHABLE,
              "cloud-b.example.org does not answer.",
              "peer:cloud-b.example.org",
              "POST shares",
              "https://cloud-b.example.org/ocm",
              3,
              Instant.ofEpochSecond(1_700_000_000),
              Instant.ofEpochSecond(4_000_000_000L))
          .toException();
    }
    Share share =
        Share.newBuilder()
            .setId("sent-1")
            .setName("report.pdf")
            .setResource(request.getResource())
            .setRemoteUser(request.getRemoteUser())
            .addAllPermissions(request.getPermissionsList())
            .setState("PENDING")
            .build();
    sent.put(share.getId(), share);
    answer(answer, share);
  }

  @Override
  public void deleteShare(ShareRequest request, StreamObserver<Empty> answer) {
    if (sent.remove(request.getShareId()) == null) {
      throw Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such share.").toException();
    }
    answer(answer, Empty.getDefaultInstance());
  }

  @Override
  public void listConnections(UserRequest request, StreamObserver<ConnectionList> answer) {
    answer(answer, ConnectionList.newBuilder().addConnections(connection()).build());
  }

  @Override
  public void acceptInvitation(AcceptInvitationRequest request, StreamObserver<Connection> answer) {
    if (request.getInvitation().equals("break")) {
      throw new IllegalStateException("a bug with a secret in it");
    }
    boolean slow = request.getInvitation().equals("slow");
    answer(answer, slow ? connection().toBuilder().setState("PENDING").build() : connection());
  }

  private static Connection connection() {
    return Connection.newBuilder()
        .setId("c1")
        .setRemoteUser("alice@cloud-b.example.org")
        .setRemoteDisplayName("Alice Liddell")
        .setDomain("cloud-b.example.org")
        .setState("STANDING")
        .build();
  }

  private static <T> void answer(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }
}
