package io.ocmfed.churn;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.cluster.ApiServerSwitch;
import java.time.Duration;
import java.util.List;

/** Nobody can be asked where the gateways are, and nobody can tell. */
class ApiServerGoneTest {

  @Churn
  void itIsGoneFor30SecondsWhileGatewaysChange(Clouds clouds) {
    assumeThat(clouds.apiServer()).as("an API server that is ours to stop").isPresent();
    ApiServerSwitch apiServer = clouds.apiServer().orElseThrow();
    List<Pod> gateways = clouds.withGateways(2).pods("gateway");
    clouds
        .bobReadsWhile(
            "the API server is gone for 30 s while gateways change",
            during -> {
              clouds.faults().deleteByForce(gateways.getFirst());
              apiServer.off();
              try {
                during.pass(Duration.ofSeconds(5));
                clouds.faults().killProcess(gateways.getLast());
                during.pass(Duration.ofSeconds(25));
              } finally {
                apiServer.on();
              }
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }
}
