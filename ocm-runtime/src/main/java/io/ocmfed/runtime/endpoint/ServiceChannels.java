package io.ocmfed.runtime.endpoint;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.ocmfed.runtime.rpc.CallHeaders;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.trace.Spans;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The channels of this process to other roles, opened at start for the roles that need them. */
@Singleton
public final class ServiceChannels implements AutoCloseable {

  private static final long CHECK_MILLIS = 500;

  private final Settings settings;
  private final AppliedEndpoints applied;
  private final InternalTls tls;
  private final CallHeaders headers;
  private final InstantSource clock;
  private final BiFunction<String, Integer, ServiceEndpoints.Lookup> dns;
  private final EndpointMeters meters;
  private final Map<Role, ServiceChannel> channels = new EnumMap<>(Role.class);
  private final ScheduledExecutorService checks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("endpoint-checks").factory());
  private final List<RegistrySource> registries = new ArrayList<>();
  private SslContext context;

  /** Calls that are in no trace. */
  public ServiceChannels(
      Settings settings,
      AppliedEndpoints applied,
      InternalTls tls,
      InternalToken token,
      InstantSource clock) {
    this(settings, applied, tls, token, clock, ServiceEndpoints.Lookup::of);
  }

  /**
   * Calls that are in no trace.
   *
   * @param dns makes the look-up of a name's addresses, with that port
   */
  ServiceChannels(
      Settings settings,
      AppliedEndpoints applied,
      InternalTls tls,
      InternalToken token,
      InstantSource clock,
      BiFunction<String, Integer, ServiceEndpoints.Lookup> dns) {
    this(settings, applied, tls, token, clock, dns, Spans.off(), new SimpleMeterRegistry());
  }

  @Inject
  public ServiceChannels(
      Settings settings,
      AppliedEndpoints applied,
      InternalTls tls,
      InternalToken token,
      InstantSource clock,
      Spans spans,
      MeterRegistry metrics) {
    this(settings, applied, tls, token, clock, ServiceEndpoints.Lookup::of, spans, metrics);
  }

  private ServiceChannels(
      Settings settings,
      AppliedEndpoints applied,
      InternalTls tls,
      InternalToken token,
      InstantSource clock,
      BiFunction<String, Integer, ServiceEndpoints.Lookup> dns,
      Spans spans,
      MeterRegistry metrics) {
    this.settings = settings;
    this.applied = applied;
    this.tls = tls;
    this.headers = new CallHeaders(token, spans);
    this.clock = clock;
    this.dns = dns;
    this.meters = new EndpointMeters(metrics, applied, clock);
  }

  void start(@Observes StartupEvent event, Roles roles) {
    if (roles.has(Role.OCM) || roles.has(Role.GRAPH)) {
      to(Role.GATEWAY);
    }
    if (roles.has(Role.GRAPH)) {
      to(Role.OCM);
    }
  }

  /** The channel to a service; opened by the first who asks. */
  public synchronized ServiceChannel to(Role role) {
    return channels.computeIfAbsent(role, this::open);
  }

  /** The channel to a service if this process uses it. */
  synchronized Optional<ServiceChannel> used(Role role) {
    return Optional.ofNullable(channels.get(role));
  }

  private ServiceChannel open(Role role) {
    if (context == null) {
      context = tls.forClient();
    }
    String service = settings.service(role);
    CallPolicy policy = CallPolicy.of(role);
    TableResolver resolver = new TableResolver(service, policy);
    ManagedChannel channel = balanced(resolver, service, policy);
    Traffic traffic = new Traffic();
    ServiceEndpoints.Lookup names = dns.apply(service, settings.servicePort(role));
    Optional<RegistrySource> registry =
        role == Role.GATEWAY ? RegistrySource.of(settings) : Optional.empty();
    ServiceEndpoints endpoints =
        new ServiceEndpoints(
            role.word(),
            applied,
            endpoint -> single(endpoint, service),
            registry.map(source -> source.before(names)).orElse(names),
            clock,
            traffic,
            usable -> {
              resolver.publish(usable);
              channel.resetConnectBackoff();
            });
    endpoints.start();
    ServiceChannel opened =
        new ServiceChannel(
            channel,
            headers,
            policy,
            traffic,
            endpoints,
            new Outage(role, applied, clock),
            settings.endpointWait(),
            settings.endpointWaiters());
    meters.watch(role, opened);
    registry.ifPresent(
        source -> {
          registries.add(source);
          source.start(endpoints::registryChanged);
        });
    checks.scheduleWithFixedDelay(
        () -> {
          endpoints.tick();
          // gRPC backs off from 1 s up to two minutes; a pod that is back must not wait for that.
          channel.resetConnectBackoff();
          meters.follow(role, endpoints.view());
        },
        CHECK_MILLIS,
        CHECK_MILLIS,
        TimeUnit.MILLISECONDS);
    return opened;
  }

  // A resolver of its own for each channel; the global registry would be shared by all of the JVM.
  @SuppressWarnings("deprecation")
  private ManagedChannel balanced(TableResolver resolver, String service, CallPolicy policy) {
    return secured(
            NettyChannelBuilder.forTarget(TableResolver.SCHEME + ":///" + service)
                .nameResolverFactory(resolver),
            service)
        .defaultServiceConfig(policy.serviceConfig(false))
        .enableRetry()
        .build();
  }

  private ManagedChannel single(Endpoint endpoint, String service) {
    return secured(
            NettyChannelBuilder.forAddress(new InetSocketAddress(endpoint.host(), endpoint.port())),
            service)
        .build();
  }

  // keepAliveTimeout sets TCP_USER_TIMEOUT on the epoll transport: packets that vanish are noticed
  // after 1.5 s although pings go out every 10 s only.
  private NettyChannelBuilder secured(NettyChannelBuilder builder, String service) {
    return builder
        .negotiationType(NegotiationType.TLS)
        .sslContext(context)
        .overrideAuthority(service)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1500)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(1500, TimeUnit.MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .maxInboundMessageSize(8 << 20);
  }

  @Override
  @PreDestroy
  public synchronized void close() {
    checks.shutdownNow();
    registries.forEach(RegistrySource::close);
    channels.values().forEach(ServiceChannel::close);
    channels.clear();
  }
}
