package io.ocmfed.runtime.rpc;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.SslContext;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Starts and drains the gRPC servers of the roles that this process plays. */
@Singleton
final class RoleServers {

  private static final Logger LOG = Logger.getLogger(RoleServers.class);
  private static final Set<Role> SERVING = EnumSet.of(Role.GATEWAY, Role.OCM);

  private final Settings settings;
  private final Roles roles;
  private final List<InternalService> services;
  private final InternalTls tls;
  private final InternalToken token;
  private final List<InternalServer> servers = new ArrayList<>();
  // On SIGTERM Quarkus first waits its shutdown delay, during which the management port says not
  // ready; a hook of our own runs beside that and says the same to gRPC clients.
  private final Thread drainOnSignal =
      Thread.ofPlatform().name("drain").unstarted(() -> servers.forEach(InternalServer::drain));

  @Inject
  RoleServers(
      Settings settings,
      Roles roles,
      @All List<InternalService> services,
      InternalTls tls,
      InternalToken token) {
    this.settings = settings;
    this.roles = roles;
    this.services = services;
    this.tls = tls;
    this.token = token;
  }

  // Late: what the services need (migrations, files) has started by then.
  void start(@Observes @Priority(Interceptor.Priority.APPLICATION + 500) StartupEvent event) {
    List<Role> toServe = SERVING.stream().filter(roles::has).toList();
    if (toServe.isEmpty()) {
      return;
    }
    SslContext context = tls.forServer();
    for (Role role : toServe) {
      servers.add(InternalServer.start(settings, role, services, context, token));
      LOG.infof(
          "event=serving role=%s address=%s:%d transport=%s",
          role.word(), settings.host(), settings.servicePort(role), transport());
    }
    Runtime.getRuntime().addShutdownHook(drainOnSignal);
  }

  // What gRPC chooses, for calls as well. Only epoll lets the kernel give up connections whose
  // packets vanish (keepAliveTimeout); without it the health checks have to find out.
  private static String transport() {
    return Epoll.isAvailable() ? "epoll" : "nio";
  }

  void stop(@Observes ShutdownEvent event) {
    try {
      Runtime.getRuntime().removeShutdownHook(drainOnSignal);
    } catch (IllegalStateException underWay) {
      LOG.debug("The hook is running or has run");
    }
    servers.parallelStream().forEach(InternalServer::close);
  }
}
