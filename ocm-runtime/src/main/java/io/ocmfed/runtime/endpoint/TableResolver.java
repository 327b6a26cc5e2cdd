package io.ocmfed.runtime.endpoint;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** gRPC's view of the addresses chosen for one service. One channel, one resolver. */
final class TableResolver extends NameResolverProvider {

  static final String SCHEME = "ocmfed";

  private final String authority;
  private final CallPolicy policy;
  private NameResolver.Listener2 listener;
  private NameResolver.ServiceConfigParser parser;
  private List<Endpoint> published = List.of();

  TableResolver(String authority, CallPolicy policy) {
    this.authority = authority;
    this.policy = policy;
  }

  /** Tells the channel what to use from now on. */
  synchronized void publish(List<Endpoint> endpoints) {
    published = List.copyOf(endpoints);
    tell();
  }

  private synchronized void listen(
      NameResolver.Listener2 newListener, NameResolver.ServiceConfigParser newParser) {
    listener = newListener;
    parser = newParser;
    tell();
  }

  private void tell() {
    if (listener == null) {
      return;
    }
    if (published.isEmpty()) {
      // Connections that work stay; round_robin gives them up only for other addresses.
      listener.onError(Status.UNAVAILABLE.withDescription("no endpoint known for " + authority));
      return;
    }
    listener.onResult(
        NameResolver.ResolutionResult.newBuilder()
            .setAddressesOrError(StatusOr.fromValue(groups()))
            .setServiceConfig(parser.parseServiceConfig(policy.serviceConfig(published.size() > 1)))
            .build());
  }

  private List<EquivalentAddressGroup> groups() {
    return published.stream()
        .map(e -> new EquivalentAddressGroup(new InetSocketAddress(e.host(), e.port())))
        .toList();
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return authority;
      }

      @Override
      public void start(Listener2 channel) {
        listen(channel, args.getServiceConfigParser());
      }

      @Override
      public void refresh() {
        // Nothing to look up: what changes is published when it changes.
      }

      @Override
      public void shutdown() {
        synchronized (TableResolver.this) {
          listener = null;
        }
      }
    };
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }
}
