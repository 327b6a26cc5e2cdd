package io.ocmfed.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The environment of the runtime, as docs/design/processes.md lists it: {@code OCMFED_TLS_DIR} is
 * {@link #tlsDir()} and so on. The last part is not in that list: limits that only tests and
 * unusual installations change.
 */
@ConfigMapping(prefix = "ocmfed")
public interface Settings {

  @WithDefault("gateway,ocm,graph")
  Set<Role> roles();

  /** The address that all listeners bind to. */
  @WithDefault("0.0.0.0")
  String host();

  @WithDefault("8443")
  int publicPort();

  @WithDefault("9000")
  int managementPort();

  @WithDefault("9142")
  int gatewayPort();

  @WithDefault("9143")
  int ocmPort();

  /** Our OCM provider, {@code host[:port]}, lower case. */
  String domain();

  /** Branding name; {@link #shownName()} has its default. */
  Optional<String> displayName();

  /** What peers and people reach us by; {@link #publicBase()} has its default. */
  Optional<URI> publicUrl();

  /** {@code tls.crt}, {@code tls.key}, {@code ca.crt} of the installation's internal CA. */
  @WithDefault("/etc/ocmfed/tls")
  Path tlsDir();

  /** {@code token} and optionally {@code previousToken}. */
  @WithDefault("/etc/ocmfed/admin")
  Path adminDir();

  /** {@code token}, shared between the roles. */
  @WithDefault("/etc/ocmfed/internal")
  Path internalDir();

  /**
   * {@code signing.pem}, {@code share.key}, optionally {@code previousShare.key}; ocm role only.
   */
  @WithDefault("/etc/ocmfed/keys")
  Path keysDir();

  /** Gateway role only. */
  @WithDefault("/etc/ocmfed/users/users.yaml")
  Path usersFile();

  /** Gateway role only: {@code <files>/<user id>/}. */
  @WithDefault("/var/lib/ocmfed/files")
  Path filesDir();

  /** JDBC URL; ocm role only, and required there. */
  Optional<String> dbUrl();

  Optional<String> dbUser();

  @WithDefault("/etc/ocmfed/db/password")
  Path dbPasswordFile();

  /** {@code <service>.<namespace>.svc}: the name verified in TLS, and the DNS fallback. */
  @WithDefault("gateway")
  String gatewayService();

  /** As {@link #gatewayService()}, of the ocm role. */
  @WithDefault("ocm")
  String ocmService();

  /** {@code nats://} or {@code tls://}: a registry that also knows where the gateway is. */
  Optional<String> natsUrl();

  /** The key-value bucket of the registry. */
  @WithDefault("service-registry")
  String natsBucket();

  /** Name of the gateway in the registry; required with {@link #natsUrl()}. */
  Optional<String> natsGateway();

  /** {@code username} and {@code password}, or {@code token}, and {@code ca.crt}; all optional. */
  @WithDefault("/etc/ocmfed/nats")
  Path natsDir();

  /** Whether outbound calls may go to loopback addresses; demo and tests only. */
  @WithDefault("false")
  boolean allowLoopbackPeers();

  /** How long a call waits for an endpoint, apart from its own limit. */
  @WithDefault("PT15S")
  Duration endpointWait();

  /** How many calls may wait for an endpoint at once. */
  @WithDefault("1000")
  int endpointWaiters();

  /** How long a gateway serves on after it has turned not ready. */
  @WithDefault("PT2S")
  Duration drainDelay();

  /** How long a server may finish what it has after GOAWAY. */
  @WithDefault("PT20S")
  Duration drainGrace();

  /** {@link #displayName()}, or the domain. */
  default String shownName() {
    return displayName().filter(name -> !name.isBlank()).orElseGet(this::domain);
  }

  /** {@link #publicUrl()} without a trailing slash, or {@code https://<domain>}. */
  default URI publicBase() {
    String url = publicUrl().map(URI::toString).orElseGet(() -> "https://" + domain());
    return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  /** The service name of a role that is reached by gRPC. */
  default String service(Role role) {
    return switch (role) {
      case GATEWAY -> gatewayService();
      case OCM -> ocmService();
      case GRAPH -> throw new IllegalArgumentException("graph is not reached by gRPC");
    };
  }

  /** The gRPC port of a role. */
  default int servicePort(Role role) {
    return switch (role) {
      case GATEWAY -> gatewayPort();
      case OCM -> ocmPort();
      case GRAPH -> throw new IllegalArgumentException("graph is not reached by gRPC");
    };
  }
}
