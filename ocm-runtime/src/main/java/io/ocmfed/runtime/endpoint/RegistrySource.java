package io.ocmfed.runtime.endpoint;

import io.ocmfed.registry.NatsAccess;
import io.ocmfed.registry.RegistryException;
import io.ocmfed.registry.RegistryNode;
import io.ocmfed.registry.ServiceBucket;
import io.ocmfed.runtime.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Where the registry in NATS says that the gateway is, followed as it changes. Connects again by
 * itself; what was known last stays known meanwhile, since addresses are only tried, never trusted:
 * whoever answers must show the Service's certificate.
 */
final class RegistrySource implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(RegistrySource.class);
  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final Duration LEAST_LOOK = Duration.ofMillis(500);
  private static final Duration MOST_LOOK = Duration.ofSeconds(60);

  private final NatsAccess access;
  private final String bucket;
  private final String serviceName;
  private final Semaphore news = new Semaphore(0);
  private volatile List<Endpoint> known = List.of();
  private volatile boolean closed;

  RegistrySource(NatsAccess access, String bucket, String serviceName) {
    this.access = access;
    this.bucket = bucket;
    this.serviceName = serviceName;
  }

  /**
   * The source that the environment names; empty when it names none.
   *
   * @throws IllegalStateException when it names a server but no service
   */
  static Optional<RegistrySource> of(Settings settings) {
    Optional<String> url = settings.natsUrl().filter(text -> !text.isBlank());
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String service =
        settings
            .natsGateway()
            .filter(text -> !text.isBlank())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "OCMFED_NATS_URL needs OCMFED_NATS_GATEWAY, the gateway's name in the registry"));
    Path directory = settings.natsDir();
    NatsAccess access =
        new NatsAccess(
            url.get(),
            read(directory, "username"),
            read(directory, "password"),
            read(directory, "token"),
            read(directory, "ca.crt"));
    return Optional.of(new RegistrySource(access, settings.natsBucket(), service));
  }

  private static Optional<String> read(Path directory, String name) {
    try {
      return Optional.of(Files.readString(directory.resolve(name)).strip())
          .filter(text -> !text.isEmpty());
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory.resolve(name), e);
    }
  }

  /**
   * Begins to follow.
   *
   * @param onChange told on the source's thread whenever {@link #addresses} gives others; must not
   *     block
   */
  void start(Runnable onChange) {
    Thread.ofVirtual().name("registry-" + serviceName).start(() -> run(onChange));
  }

  /** What was known last; empty before that. */
  List<Endpoint> addresses() {
    return known;
  }

  /** Ours first, then those of another way to look; that one may fail while we know some. */
  ServiceEndpoints.Lookup before(ServiceEndpoints.Lookup other) {
    return new ServiceEndpoints.Lookup() {
      @Override
      public List<Endpoint> addresses() throws UnknownHostException {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        known.forEach(endpoint -> all.putIfAbsent(endpoint.address(), endpoint));
        try {
          other.addresses().forEach(endpoint -> all.putIfAbsent(endpoint.address(), endpoint));
        } catch (UnknownHostException e) {
          if (all.isEmpty()) {
            throw e;
          }
        }
        return List.copyOf(all.values());
      }

      @Override
      public ServiceEndpoints.Source source() {
        return known.isEmpty() ? other.source() : ServiceEndpoints.Source.NATS;
      }
    };
  }

  private void run(Runnable onChange) {
    try {
      boolean said = false;
      while (!closed) {
        try {
          follow(onChange);
          said = false;
        } catch (RegistryException e) {
          if (!said) {
            LOG.warnf("event=registry-lost bucket=%s error=%s", bucket, e.getMessage());
          }
          said = true;
        }
        await(RECONNECT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Runnable onChange) throws RegistryException, InterruptedException {
    try (ServiceBucket open =
        ServiceBucket.open(
            access, bucket, "ocmfed-runtime", ServiceBucket.Missing.FAIL, news::release)) {
      open.watch(serviceName, news::release);
      while (!closed) {
        List<Endpoint> now = list(open);
        if (!now.equals(known)) {
          known = now;
          LOG.infof("event=registry-changed bucket=%s addresses=%d", bucket, now.size());
          onChange.run();
        }
        // Entries that expire tell nobody.
        await(look(open.lifetime()));
      }
    }
  }

  private List<Endpoint> list(ServiceBucket open) throws RegistryException, InterruptedException {
    return open.list(serviceName).stream()
        .flatMap(entry -> entry.nodes().stream())
        .flatMap(node -> endpoint(node).stream())
        .distinct()
        .sorted(Comparator.comparing(Endpoint::address))
        .toList();
  }

  private static Optional<Endpoint> endpoint(RegistryNode node) {
    return node.host()
        .flatMap(
            host ->
                node.port()
                    .filter(port -> port > 0 && port < 65_536)
                    .map(port -> new Endpoint(host, port, null, null)));
  }

  private static Duration look(Duration lifetime) {
    Duration third = lifetime.dividedBy(3);
    if (lifetime.isZero() || third.compareTo(MOST_LOOK) > 0) {
      return MOST_LOOK;
    }
    return third.compareTo(LEAST_LOOK) < 0 ? LEAST_LOOK : third;
  }

  private void await(Duration most) throws InterruptedException {
    if (news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  @Override
  public void close() {
    closed = true;
    news.release();
  }
}
