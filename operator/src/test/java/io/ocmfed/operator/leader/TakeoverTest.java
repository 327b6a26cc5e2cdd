package io.ocmfed.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.testing.ApiServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two operators and one Lease, on a real API server. */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
class TakeoverTest {

  private static final String NAMESPACE = "takeover";

  @Inject KubernetesClient client;

  /** What of an operator takes part in the election. */
  private final class Operator implements AutoCloseable {

    private final AtomicInteger ends = new AtomicInteger();
    private final Leadership leadership;
    private final CompletableFuture<?> election;

    Operator(String podName) {
      Identity identity = new Identity(podName, NAMESPACE, Set.of());
      leadership = new Leadership(new Terms(client, identity));
      LeaderElectionConfiguration settings =
          new LeaseSettings(leadership, ends::incrementAndGet).lease(identity);
      LeaderElectionConfig quick =
          new LeaderElectionConfigBuilder()
              .withName(podName)
              .withLock(
                  new LeaseLock(
                      settings.getLeaseNamespace().orElseThrow(),
                      settings.getLeaseName(),
                      settings.getIdentity().orElseThrow()))
              .withLeaderCallbacks(settings.getLeaderCallbacks().orElseThrow())
              .withLeaseDuration(Duration.ofSeconds(3))
              .withRenewDeadline(Duration.ofSeconds(2))
              .withRetryPeriod(Duration.ofMillis(200))
              .build();
      election = client.leaderElector().withConfig(quick).build().start();
    }

    @Override
    public void close() {
      election.cancel(true);
    }
  }

  @Test
  void whoLosesTheLeaseEndsAndTheNextLeadsInAHigherTerm() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    try (Operator first = new Operator("operator-1")) {
      await().until(first.leadership::leads);
      long term = first.leadership.term().orElseThrow();
      try (Operator second = new Operator("operator-2")) {
        client
            .leases()
            .inNamespace(NAMESPACE)
            .withName(Identity.LEASE)
            .edit(
                lease -> {
                  lease.getSpec().setHolderIdentity("operator-2");
                  return lease;
                });
        await().until(() -> first.ends.get() == 1);
        assertThat(first.leadership.leads()).isFalse();
        assertThat(first.leadership.raiseAbove(term + 10)).isFalse();

        await().until(second.leadership::leads);
        assertThat(second.leadership.term().orElseThrow()).isGreaterThan(term);
        assertThat(second.ends).hasValue(0);
      }
    }
  }
}
