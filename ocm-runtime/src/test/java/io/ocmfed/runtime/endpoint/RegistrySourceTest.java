package io.ocmfed.runtime.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.netty.NettyChannelBuilder;
import io.ocmfed.cluster.NatsServer;
import io.ocmfed.registry.NatsAccess;
import io.ocmfed.registry.RegistryEntry;
import io.ocmfed.registry.RegistryKey;
import io.ocmfed.registry.RegistryNode;
import io.ocmfed.registry.ServiceBucket;
import io.ocmfed.runtime.endpoint.ServiceEndpoints.Lookup;
import io.ocmfed.runtime.endpoint.ServiceEndpoints.Source;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A registry on a real NATS server as a source of addresses. These are of loopback, and nobody
 * listens there.
 */
class RegistrySourceTest {

  private static final String GATEWAY = "com.owncloud.api.gateway";
  private static final Lookup NO_DNS =
      () -> {
        throw new UnknownHostException("gateway");
      };

  private final AppliedEndpoints applied = new AppliedEndpoints(InstantSource.system());
  private NatsServer server;
  private ServiceBucket bucket;
  private RegistrySource source;
  private ServiceEndpoints endpoints;
  private volatile List<Endpoint> published = List.of();

  @BeforeEach
  void start() throws Exception {
    server = NatsServer.start("127.0.0.1");
    bucket = open();
    source = new RegistrySource(NatsAccess.of(server.url()), "service-registry", GATEWAY);
    endpoints =
        new ServiceEndpoints(
            "gateway",
            applied,
            endpoint ->
                NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                    .usePlaintext()
                    .build(),
            source.before(NO_DNS),
            InstantSource.system(),
            new Traffic(),
            usable -> published = usable);
    endpoints.start();
    source.start(endpoints::registryChanged);
  }

  @AfterEach
  void end() {
    source.close();
    endpoints.close();
    bucket.close();
    server.close();
  }

  @Test
  void withoutATableTheRegistryIsFollowedAndAPushGoesBeforeIt() throws Exception {
    register("one", "127.90.0.1:9");
    awaitPublished("127.90.0.1:9");
    assertThat(endpoints.view().source()).isEqualTo(Source.NATS);

    register("two", "127.90.0.2:9");
    awaitPublished("127.90.0.1:9", "127.90.0.2:9");
    for (RegistryEntry entry : bucket.list(GATEWAY)) {
      if (entry.key().serverId().equals("one")) {
        bucket.delete(entry);
      }
    }
    awaitPublished("127.90.0.2:9");

    applied.push(
        new Fence(1, 1), Map.of("gateway", List.of(new Endpoint("127.90.0.3", 9, null, "pod"))));
    awaitPublished("127.90.0.3:9");
    assertThat(endpoints.view().source()).isEqualTo(Source.OPERATOR);
  }

  @Test
  void aServerThatIsBackIsFollowedAgainAndWhatWasKnownStaysMeanwhile() throws Exception {
    register("one", "127.90.0.1:9");
    awaitPublished("127.90.0.1:9");
    server.stop();
    assertThat(source.addresses()).hasSize(1);
    server.start();
    bucket.close();
    bucket = open();
    register("two", "127.90.0.2:9");
    awaitPublished("127.90.0.2:9");
  }

  @Test
  void whatDnsKnowsComesAfterTheRegistry() throws Exception {
    register("one", "127.90.0.1:9");
    awaitPublished("127.90.0.1:9");
    Endpoint named = new Endpoint("127.90.0.8", 9, null, null);
    assertThat(source.before(() -> List.of(named)).addresses())
        .extracting(Endpoint::address)
        .containsExactly("127.90.0.1:9", "127.90.0.8:9");
  }

  private ServiceBucket open() throws Exception {
    return ServiceBucket.open(
        NatsAccess.of(server.url()),
        "service-registry",
        "test",
        ServiceBucket.Missing.CREATE,
        () -> {});
  }

  private void register(String server, String address) throws Exception {
    bucket.put(new RegistryKey(GATEWAY, server, "1"), new RegistryNode(server, address, Map.of()));
  }

  private void awaitPublished(String... addresses) {
    await()
        .until(
            () -> published.stream().map(Endpoint::address).sorted().toList(),
            List.of(addresses)::equals);
  }
}
