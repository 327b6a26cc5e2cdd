package io.ocmfed.runtime.gateway;

import io.ocmfed.runtime.endpoint.AppliedEndpoints;
import io.ocmfed.runtime.endpoint.Endpoint;
import io.ocmfed.runtime.endpoint.EndpointsView;
import io.ocmfed.runtime.endpoint.Fence;
import io.ocmfed.runtime.endpoint.ServiceChannel;
import io.ocmfed.runtime.endpoint.ServiceChannels;
import io.ocmfed.runtime.endpoint.TestChannels;
import io.ocmfed.runtime.rpc.InternalServer;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.testing.Line;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Gateways, each behind a line at an address of its own, and one client that knows them by the
 * endpoint table only. Gateway {@code n} is reached at {@code <network>.<n>}.
 */
public final class Gateways implements AutoCloseable {

  private final String network;
  private final Installation installation;
  private final int port;
  private final int behind;
  private final Map<Integer, InternalServer> servers = new HashMap<>();
  private final Map<Integer, Line> lines = new HashMap<>();
  private final AtomicLong sequence = new AtomicLong();
  private final AppliedEndpoints applied = new AppliedEndpoints(Clock.systemUTC());
  private final InternalTls tls;
  private final ServiceChannels channels;
  private volatile List<Endpoint> dns = List.of();

  /**
   * @param network the first three numbers of the addresses, a part of 127.0.0.0/8
   * @param more settings of the client
   */
  public Gateways(Path home, String network, Map<String, String> more) {
    this.network = network;
    this.installation = new Installation(home);
    this.port = Installation.freePort(network + ".1");
    this.behind = Installation.freePort(network + ".101");
    // Longer than outside, for busy machines; what the default is has a test of its own.
    Map<String, String> all = new HashMap<>(Map.of("ocmfed.endpoint-wait", "PT1M"));
    all.putAll(more);
    Settings settings = installation.settings(all);
    this.tls = new InternalTls(installation.path("tls"), Duration.ofMillis(200));
    this.channels =
        TestChannels.channels(
            settings, applied, tls, new InternalToken(settings, Clock.systemUTC()), () -> dns);
  }

  public Gateways(Path home, String network) {
    this(home, network, Map.of());
  }

  public Installation installation() {
    return installation;
  }

  /** What the other roles use. */
  public GatewayClient client() {
    return new RemoteGateway(channels);
  }

  /** What the client is made of. */
  public ServiceChannel channel() {
    return channels.to(Role.GATEWAY);
  }

  /** Starts gateways and the lines to them. */
  public Gateways start(int... numbers) {
    for (int number : numbers) {
      serve(number);
      lines.put(
          number, new Line(network + "." + number, port, network + "." + (100 + number), behind));
    }
    return this;
  }

  /** Starts the gateway at the end of a line anew. */
  public void serve(int number) {
    Settings settings =
        installation.settings(
            Map.of(
                "ocmfed.host",
                network + "." + (100 + number),
                "ocmfed.gateway-port",
                String.valueOf(behind),
                "ocmfed.drain-grace",
                "PT10S"));
    servers.put(
        number,
        InternalServer.start(
            settings,
            Role.GATEWAY,
            List.of(new GatewayRole(settings, Clock.systemUTC())),
            tls.forServer(),
            new InternalToken(settings, Clock.systemUTC())));
  }

  /** The line to a gateway. */
  public Line line(int number) {
    return lines.get(number);
  }

  /** The gateway itself. */
  public InternalServer server(int number) {
    return servers.get(number);
  }

  /** The address that the table has for a gateway. */
  public String address(int number) {
    return network + "." + number + ":" + port;
  }

  /** Where a gateway is to listen that is not started here. */
  public int port() {
    return port;
  }

  /** Pushes a table of these gateways. */
  public void table(int... numbers) {
    channel();
    applied.push(new Fence(1, sequence.incrementAndGet()), Map.of("gateway", endpoints(numbers)));
  }

  /** What DNS says from now on; nothing means that it knows no such name, as in the beginning. */
  public void dns(int... numbers) {
    dns = endpoints(numbers);
  }

  private List<Endpoint> endpoints(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(number -> new Endpoint(network + "." + number, port, null, null))
        .toList();
  }

  /** What the client knows of a gateway; null when it does not know it. */
  public EndpointsView.Row row(int number) {
    return view().services().getOrDefault("gateway", List.of()).stream()
        .filter(row -> row.host().equals(network + "." + number))
        .findFirst()
        .orElse(null);
  }

  /** The state of a gateway as the client sees it. */
  public String state(int number) {
    EndpointsView.Row row = row(number);
    return row == null ? "unknown to the client" : row.state();
  }

  public EndpointsView.Known view() {
    return new EndpointsView(applied, channels).now();
  }

  /** Since when no gateway has been usable; empty while one is. */
  public Optional<Instant> unusableSince() {
    return TestChannels.unusableSince(channel());
  }

  @Override
  public void close() {
    channels.close();
    tls.close();
    new ArrayList<>(lines.values()).forEach(Line::close);
    servers.values().parallelStream().forEach(InternalServer::close);
  }
}
