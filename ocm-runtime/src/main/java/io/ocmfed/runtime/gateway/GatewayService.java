package io.ocmfed.runtime.gateway;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ocmfed.runtime.gateway.v1.AuthenticateRequest;
import io.ocmfed.runtime.gateway.v1.Chunk;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.GetUserRequest;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import io.ocmfed.runtime.gateway.v1.Resource;
import io.ocmfed.runtime.gateway.v1.ResourceList;
import io.ocmfed.runtime.gateway.v1.ResourceRequest;
import io.ocmfed.runtime.gateway.v1.User;
import io.ocmfed.runtime.rpc.FailureTrailer.Timestamps;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The gateway's gRPC service: users and files. */
final class GatewayService implements GatewayGrpc.AsyncService {

  /** What a listing of a file is answered with. */
  static final Code NOT_A_FOLDER = Code.UNSUPPORTED;

  private final UserBook users;
  private final Passwords passwords;
  private final Storage storage;

  GatewayService(UserBook users, Passwords passwords, Storage storage) {
    this.users = users;
    this.passwords = passwords;
    this.storage = storage;
  }

  @Override
  public void authenticate(AuthenticateRequest request, StreamObserver<User> answer) {
    UserBook.Entry user =
        passwords
            .check(request.getLogin(), request.getPassword())
            .orElseThrow(
                () ->
                    Failure.client(Code.UNAUTHENTICATED, "Login or password is wrong.")
                        .toException());
    answer(answer, user(user));
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> answer) {
    answer(answer, user(known(request.getUserId())));
  }

  @Override
  public void stat(ResourceRequest request, StreamObserver<Resource> answer) {
    answer(answer, resource(found(request)));
  }

  @Override
  public void list(ResourceRequest request, StreamObserver<ResourceList> answer) {
    StoredResource self = found(request);
    ResourceList.Builder list = ResourceList.newBuilder().setSelf(resource(self));
    if (!self.folder()) {
      throw notAFolder();
    }
    try {
      storage
          .list(request.getUserId(), root(request), path(request))
          .forEach(child -> list.addChildren(resource(child)));
    } catch (Storage.NotAFolder changed) {
      throw notAFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer(answer, list.build());
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Chunk> answer) {
    ResourceRequest resource = request.getResource();
    known(resource.getUserId());
    if (request.getOffset() < 0 || request.getLength() < 0) {
      throw Failure.client(Code.INVALID_REQUEST, "Offset and length must not be negative.")
          .toException();
    }
    try {
      Storage.Content content = storage.open(resource.getUserId(), root(resource), path(resource));
      ContentSender sender =
          new ContentSender(content, request, (ServerCallStreamObserver<Chunk>) answer);
      sender.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UserBook.Entry known(String userId) {
    return users
        .byId(userId)
        .orElseThrow(
            () -> Failure.client(Code.USER_UNKNOWN, "There is no such user.").toException());
  }

  private StoredResource found(ResourceRequest request) {
    known(request.getUserId());
    try {
      return storage
          .stat(request.getUserId(), root(request), path(request))
          .orElseThrow(() -> Storage.missing().toException());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResourcePath root(ResourceRequest request) {
    return ResourcePath.parse(request.getRoot());
  }

  private static ResourcePath path(ResourceRequest request) {
    return ResourcePath.parse(request.getPath());
  }

  private static RuntimeException notAFolder() {
    return Failure.client(NOT_A_FOLDER, "This is a file; only folders have children.")
        .toException();
  }

  private static User user(UserBook.Entry user) {
    return User.newBuilder()
        .setId(user.id())
        .setLogin(user.login())
        .setDisplayName(user.shownName())
        .setMail(user.mail() == null ? "" : user.mail())
        .build();
  }

  private static Resource resource(StoredResource resource) {
    return Resource.newBuilder()
        .setName(resource.name())
        .setPath(resource.path())
        .setFolder(resource.folder())
        .setSize(resource.size())
        .setModified(Timestamps.of(resource.modified()))
        .setEtag(resource.etag())
        .setContentType(
            resource.folder() ? "httpd/unix-directory" : ContentTypes.of(resource.name()))
        .build();
  }

  private static <T> void answer(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }
}
