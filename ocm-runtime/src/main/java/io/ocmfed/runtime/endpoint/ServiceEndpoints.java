package io.ocmfed.runtime.endpoint;

import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private volatile boolean answering;
  private volatile Runnable moved = () -> {};

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

  /** Has {@code action}, which must not block, run after each change of what is known. */
  void whenMoved(Runnable action) {
    moved = action;
  }

  /** Whether there is an address that is not silent; does not block. */
  boolean answering() {
    return answering;
  }

  /**
   * Whether a call that went to these addresses only waits in vain: none of them answers, while
   * another does.
   */
  synchronized boolean stranded(Set<String> addresses) {
    return !addresses.isEmpty()
        && addresses.stream().noneMatch(this::hopeful)
        && probes.values().stream().anyMatch(probe -> probe.health() == Health.READY);
  }

  private boolean hopeful(String address) {
    Probe probe = probes.get(address);
    return probe != null && probe.health() != Health.EJECTED;
  }

  /** Asks every address for its health, and DNS when nothing has answered for long enough. */
  synchronized void tick() {
    if (closed) {
      return;
    }
    List.copyOf(probes.values()).forEach(Probe::ask);
    if (tableReady() || (fallback.isEmpty() && anyReady())) {
      return;
    }
    // As long as the addresses of DNS are in use it is asked again and again: they change as well.
    boolean due = table.isEmpty() || !fallback.isEmpty() || nothingReadyForLong();
    if (due && !lookingUp) {
      lookingUp = true;
      Thread.ofVirtual().name("dns-" + service).start(this::lookUp);
    }
  }

  private boolean nothingReadyForLong() {
    return nothingReadySince != null
        && Duration.between(nothingReadySince, clock.instant()).compareTo(FALL_BACK_AFTER) >= 0;
  }

  private void lookUp() {
    List<Endpoint> found;
    try {
      // Sorted, since DNS answers in another order each time.
      found = dns.addresses().stream().sorted(Comparator.comparing(Endpoint::address)).toList();
    } catch (UnknownHostException unknown) {
      LOG.debugf("event=dns-fallback service=%s error=%s", service, unknown.getMessage());
      found = List.of();
    }
    synchronized (this) {
      lookingUp = false;
      // The table may have been pushed, or have answered, meanwhile.
      if (closed || tableReady() || (fallback.isEmpty() && anyReady())) {
        return;
      }
      // What works is kept when DNS knows nothing: it may itself be in trouble.
      List<Endpoint> next = found.isEmpty() ? readyFallback() : found;
      if (!next.equals(fallback)) {
        fallback = next;
        if (!next.isEmpty()) {
          LOG.infof("event=endpoints-fallback service=%s addresses=%d", service, next.size());
        }
        refresh();
      }
    }
  }

  private List<Endpoint> readyFallback() {
    return fallback.stream().filter(e -> health(e) == Health.READY).toList();
  }

  private synchronized void tableApplied(EndpointTable next) {
    Optional<List<Endpoint>> mine = next.of(service);
    if (mine.isEmpty()) {
      return;
    }
    table = mine;
    // The table wins. What DNS found and works bridges the moment until one of the table answers;
    // none is asked for by an empty table, which leaves alone what works.
    fallback = mine.get().isEmpty() ? List.of() : readyFallback();
    refresh();
  }

  private synchronized void healthChanged() {
    if (!closed) {
      refresh();
    }
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
    if (closed) {
      return;
    }
    if (tableReady()) {
      fallback = List.of();
    }
    Candidates candidates = new Candidates(table, published, fallback);
    List<Endpoint> usable = candidates.usable(this::health);
    watch(candidates.watched());
    if (anyReady()) {
      nothingReadySince = null;
    } else if (nothingReadySince == null) {
      nothingReadySince = clock.instant();
    }
    answering = usable.stream().anyMatch(e -> health(e) != Health.EJECTED);
    boolean changed = !usable.equals(published);
    published = usable;
    if (changed) {
      publish.accept(usable);
    }
    moved.run();
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
        !fallback.isEmpty() ? Source.FALLBACK : table.isPresent() ? Source.OPERATOR : Source.NONE;
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
