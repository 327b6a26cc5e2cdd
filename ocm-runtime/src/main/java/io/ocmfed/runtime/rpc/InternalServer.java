package io.ocmfed.runtime.rpc;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.handler.ssl.SslContext;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.trace.Spans;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gRPC server of one role, with {@code grpc.health.v1} (open: it says nothing but whether we
 * serve). It may be drained: turns not serving at once, and on {@link #close()} sends GOAWAY and
 * finishes what it has.
 */
public final class InternalServer implements AutoCloseable {

  private final Server server;
  private final HealthStatusManager health;
  private final Duration grace;
  private final AtomicBoolean draining = new AtomicBoolean();

  private InternalServer(Server server, HealthStatusManager health, Duration grace) {
    this.server = server;
    this.health = health;
    this.grace = grace;
  }

  /** As {@link #start(Settings, Role, List, SslContext, InternalToken, Spans)}, in no trace. */
  public static InternalServer start(
      Settings settings,
      Role role,
      List<InternalService> services,
      SslContext tls,
      InternalToken token) {
    return start(settings, role, services, tls, token, Spans.off());
  }

  /**
   * Starts serving.
   *
   * @throws IllegalStateException when the port cannot be bound
   */
  public static InternalServer start(
      Settings settings,
      Role role,
      List<InternalService> services,
      SslContext tls,
      InternalToken token,
      Spans spans) {
    HealthStatusManager health = new HealthStatusManager();
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.servicePort(role));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .sslContext(tls)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .maxInboundMessageSize(1 << 20)
            .maxInboundMetadataSize(16 << 10)
            .addService(health.getHealthService());
    ServerGuard guard = new ServerGuard(role, token, spans);
    services.stream()
        .filter(service -> service.role() == role)
        .map(service -> ServerInterceptors.intercept(service.service(), guard))
        .forEach(builder::addService);
    try {
      return new InternalServer(builder.build().start(), health, settings.drainGrace());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot listen for gRPC on " + address, e);
    }
  }

  /** From here on health says NOT_SERVING, while calls are still served. */
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      health.enterTerminalState();
    }
  }

  /** GOAWAY; what is under way may finish within the grace, then it is cut. */
  @Override
  public void close() {
    drain();
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
