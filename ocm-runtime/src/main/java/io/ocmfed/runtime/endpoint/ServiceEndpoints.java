package io.ocmfed.runtime.endpoint;

import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The endpoints of one service as this process sees them: the table's, and those of DNS while none
 * of the table answers. Keeps their health and publishes the usable ones.
 */
final class ServiceEndpoints implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ServiceEndpoints.class);
  private static final Duration FALL_BACK_AFTER = Duration.ofSeconds(1);

  private final String service;
  private final AppliedEndpoints applied;
  private final Function<Endpoint, ManagedChannel> dial;
  private final Lookup dns;
  private final InstantSource clock;
  private final Consumer<List<Endpoint>> publish;
  private final Traffic traffic;
  private final Consumer<EndpointTable> onTable = this::tableApplied;
  private final Map<String, Probe> probes = new LinkedHashMap<>();

  private Optional<List<Endpoint>> table = Optional.empty();
  private List<Endpoint> published = List.of();
  private List<Endpoint> fallback = List.of();
  private Instant nothingReadySince;
  private boolean lookingUp;
  private boolean closed;

  /**
   * @param service its name in the table, {@code gateway} or {@code ocm}
   * @param dial opens a channel to one address, for probing
   * @param dns the addresses of the Service
   * @param publish takes the usable endpoints whenever they change
   */
  ServiceEndpoints(
      String service,
      AppliedEndpoints applied,
      Function<Endpoint, ManagedChannel> dial,
      Lookup dns,
      InstantSource clock,
      Traffic traffic,
      Consumer<List<Endpoint>> publish) {
    this.service = service;
    this.applied = applied;
    this.dial = dial;
    this.dns = dns;
    this.clock = clock;
    this.traffic = traffic;
    this.publish = publish;
    this.nothingReadySince = clock.instant();
  }

  /** The addresses behind a name; blocks. */
  @FunctionalInterface
  interface Lookup {
    List<Endpoint> addresses() throws UnknownHostException;

    /** What it is where no table was pushed. */
    default Source source() {
      return Source.FALLBACK;
    }

    /** The system's resolver. */
    static Lookup of(String name, int port) {
      return () ->
          Arrays.stream(InetAddress.getAllByName(name))
              .map(address -> new Endpoint(address.getHostAddress(), port, null, null))
              .toList();
    }
  }

  void start() {
    applied.listen(onTable);
    tick();
  }

  /** Asks every address for its health, and DNS when nothing has answered for long enough. */
  synchronized void tick() {
    if (closed) {
      return;
    }
    List.copyOf(probes.values()).forEach(Probe::ask);
    if (probes.values().stream().anyMatch(probe -> probe.health() == Health.READY)) {
      return;
    }
    Duration without = Duration.between(nothingReadySince, clock.instant());
    boolean due = table.isEmpty() || without.compareTo(FALL_BACK_AFTER) >= 0;
    if (due && !lookingUp) {
      lookingUp = true;
      Thread.ofVirtual().name("dns-" + service).start(() -> lookUp(false));
    }
  }

  /**
   * The registry has others. That concerns us while no table was pushed, or none of it answers; a
   * pushed table that works goes before it.
   */
  synchronized void registryChanged() {
    if (!closed && (table.isEmpty() || !fallback.isEmpty())) {
      Thread.ofVirtual().name("registry-" + service).start(() -> lookUp(true));
    }
  }

  private void lookUp(boolean changed) {
    List<Endpoint> found;
    try {
      found = dns.addresses();
    } catch (UnknownHostException unknown) {
      LOG.debugf("event=dns-fallback service=%s error=%s", service, unknown.getMessage());
      found = List.of();
    }
    synchronized (this) {
      lookingUp = lookingUp && changed;
      // The table may have been pushed, or have answered, meanwhile.
      boolean wanted = changed ? !tableReady() : !anyReady();
      if (!closed && wanted && !found.equals(fallback)) {
        fallback = found;
        List<Endpoint> before = published;
        if (table.isEmpty()) {
          forgetVanished();
        }
        if (!found.isEmpty()) {
          LOG.infof("event=endpoints-fallback service=%s addresses=%d", service, found.size());
        }
        refresh(before);
      }
    }
  }

  /** Without a table, what is no longer named stays only as long as it works. */
  private void forgetVanished() {
    published =
        published.stream()
            .filter(
                endpoint ->
                    health(endpoint) == Health.READY
                        || fallback.stream()
                            .anyMatch(named -> named.address().equals(endpoint.address())))
            .toList();
  }

  private synchronized void tableApplied(EndpointTable next) {
    Optional<List<Endpoint>> mine = next.of(service);
    if (mine.isEmpty()) {
      return;
    }
    table = mine;
    fallback = List.of();
    nothingReadySince = clock.instant();
    refresh();
  }

  private synchronized void healthChanged() {
    if (anyReady()) {
      nothingReadySince = null;
      if (tableReady() && !fallback.isEmpty()) {
        fallback = List.of();
      }
    } else if (nothingReadySince == null) {
      nothingReadySince = clock.instant();
    }
    refresh();
  }

  private boolean anyReady() {
    return probes.values().stream().anyMatch(probe -> probe.health() == Health.READY);
  }

  private boolean tableReady() {
    return table.orElse(List.of()).stream().anyMatch(e -> health(e) == Health.READY);
  }

  private Health health(Endpoint endpoint) {
    Probe probe = probes.get(endpoint.address());
    return probe == null ? Health.UNKNOWN : probe.health();
  }

  private void refresh() {
    refresh(published);
  }

  /**
   * @param told what the channel was told last
   */
  private void refresh(List<Endpoint> told) {
    if (closed) {
      return;
    }
    Candidates candidates = new Candidates(table, published, fallback);
    List<Endpoint> usable = candidates.usable(this::health);
    watch(candidates.watched());
    if (nothingReadySince == null && !anyReady()) {
      nothingReadySince = clock.instant();
    }
    boolean changed = !usable.equals(told);
    published = usable;
    if (changed) {
      publish.accept(usable);
    }
  }

  private void watch(List<Endpoint> endpoints) {
    Map<String, Endpoint> wanted =
        endpoints.stream()
            .collect(
                Collectors.toMap(
                    Endpoint::address, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    probes
        .entrySet()
        .removeIf(
            entry -> {
              if (wanted.containsKey(entry.getKey())) {
                return false;
              }
              entry.getValue().close();
              return true;
            });
    traffic.retain(wanted.keySet());
    wanted.forEach(
        (address, endpoint) -> {
          if (!probes.containsKey(address)) {
            Probe probe = new Probe(dial.apply(endpoint), this::healthChanged);
            probes.put(address, probe);
            probe.ask();
          }
        });
  }

  /** What is known now. */
  synchronized View view() {
    List<View.Row> rows =
        new Candidates(table, published, fallback)
            .watched().stream()
                .map(
                    e -> {
                      Probe probe = probes.get(e.address());
                      Traffic.Count count = traffic.of(e);
                      return new View.Row(
                          e,
                          health(e),
                          probe == null ? null : probe.lastError(),
                          count.calls(),
                          count.failures());
                    })
                .toList();
    Source source =
        !fallback.isEmpty()
            ? table.isPresent() ? Source.FALLBACK : dns.source()
            : table.isPresent() ? Source.OPERATOR : Source.NONE;
    return new View(source, rows, Optional.ofNullable(nothingReadySince));
  }

  @Override
  public void close() {
    applied.forget(onTable);
    synchronized (this) {
      closed = true;
      probes.values().forEach(Probe::close);
      probes.clear();
    }
  }

  /** Where addresses come from. */
  public enum Source {
    OPERATOR,
    /** No table was pushed, and the registry names some. */
    NATS,
    FALLBACK,
    NONE
  }

  /**
   * @param unusableSince since when no address has been ready; empty while one is
   */
  record View(Source source, List<Row> rows, Optional<Instant> unusableSince) {

    /** One address with what is known of it. */
    record Row(Endpoint endpoint, Health health, String lastError, long calls, long failures) {}
  }
}
