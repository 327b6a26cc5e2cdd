package io.ocmfed.runtime.gateway;

import io.grpc.MethodDescriptor;
import io.ocmfed.runtime.endpoint.ServiceChannel;
import io.ocmfed.runtime.endpoint.ServiceChannels;
import io.ocmfed.runtime.gateway.v1.AuthenticateRequest;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.GetUserRequest;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import io.ocmfed.runtime.gateway.v1.ResourceRequest;
import io.ocmfed.runtime.rpc.FailureTrailer.Timestamps;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gateway over gRPC. */
@Singleton
final class RemoteGateway implements GatewayClient {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ServiceChannels channels;

  @Inject
  RemoteGateway(ServiceChannels channels) {
    this.channels = channels;
  }

  @Override
  public Optional<User> authenticate(String login, String password) {
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder().setLogin(login).setPassword(password).build();
    return ask(GatewayGrpc.getAuthenticateMethod(), request, Code.UNAUTHENTICATED)
        .map(RemoteGateway::user);
  }

  @Override
  public Optional<User> user(String userId) {
    GetUserRequest request = GetUserRequest.newBuilder().setUserId(userId).build();
    return ask(GatewayGrpc.getGetUserMethod(), request, Code.USER_UNKNOWN).map(RemoteGateway::user);
  }

  @Override
  public Optional<Resource> stat(String userId, String root, String path) {
    return ask(
            GatewayGrpc.getStatMethod(),
            request(userId, root, path),
            Code.RESOURCE_NOT_FOUND,
            Code.USER_UNKNOWN)
        .map(RemoteGateway::resource);
  }

  @Override
  public Optional<List<Resource>> list(String userId, String root, String path) {
    return ask(
            GatewayGrpc.getListMethod(),
            request(userId, root, path),
            Code.RESOURCE_NOT_FOUND,
            Code.USER_UNKNOWN,
            GatewayService.NOT_A_FOLDER)
        .map(list -> list.getChildrenList().stream().map(RemoteGateway::resource).toList());
  }

  @Override
  public InputStream read(String userId, String root, Resource file, long offset, long length) {
    if (file.folder()) {
      throw Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such file.").toException();
    }
    long rest = Math.max(0, file.size() - offset);
    long wanted = length == 0 ? rest : Math.min(rest, length);
    ReadRequest request =
        ReadRequest.newBuilder()
            .setResource(request(userId, root, file.path()))
            .setIfEtag(file.etag())
            .build();
    return new ContentStream(channel(), request, offset, wanted, ContentStream.SILENCE);
  }

  private <Q, A> Optional<A> ask(MethodDescriptor<Q, A> method, Q request, Code... absent) {
    try {
      return Optional.of(channel().call(method, request, LIMIT));
    } catch (FailureException e) {
      boolean none = Set.of(absent).contains(e.failure().code());
      if (none) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private ServiceChannel channel() {
    return channels.to(Role.GATEWAY);
  }

  private static ResourceRequest request(String userId, String root, String path) {
    return ResourceRequest.newBuilder().setUserId(userId).setRoot(root).setPath(path).build();
  }

  private static User user(io.ocmfed.runtime.gateway.v1.User user) {
    return new User(user.getId(), user.getLogin(), user.getDisplayName(), user.getMail());
  }

  private static Resource resource(io.ocmfed.runtime.gateway.v1.Resource resource) {
    return new Resource(
        resource.getName(),
        resource.getPath(),
        resource.getFolder(),
        resource.getSize(),
        Timestamps.instant(resource.getModified()),
        resource.getEtag(),
        resource.getContentType());
  }
}
