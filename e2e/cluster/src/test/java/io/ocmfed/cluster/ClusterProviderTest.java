package io.ocmfed.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.cluster.ClusterProvider.Offers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterProviderTest {

  private static final Offers EVERYTHING = new Offers(true, true, true);

  @Test
  void whatTheUserNamesIsTaken() {
    assertThat(ClusterProvider.choose(Optional.of("k3s"), EVERYTHING))
        .isEqualTo(ClusterProvider.K3S);
  }

  @Test
  void aGivenKubeconfigComesFirstThenTheEmbeddedThenK3s() {
    assertThat(ClusterProvider.choose(Optional.empty(), EVERYTHING))
        .isEqualTo(ClusterProvider.EXISTING);
    assertThat(ClusterProvider.choose(Optional.empty(), new Offers(false, true, true)))
        .isEqualTo(ClusterProvider.EMBEDDED);
    assertThat(ClusterProvider.choose(Optional.empty(), new Offers(false, false, true)))
        .isEqualTo(ClusterProvider.K3S);
  }

  @Test
  void withoutAnyItSaysWhatToInstall() {
    assertThatThrownBy(
            () -> ClusterProvider.choose(Optional.empty(), new Offers(false, false, false)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Go 1.26")
        .hasMessageContaining("Docker")
        .hasMessageContaining("OCMFED_KUBECONFIG");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> ClusterProvider.choose(Optional.of("kind"), EVERYTHING))
        .isInstanceOf(ClusterException.class)
        .hasMessage("OCMFED_CLUSTER is 'kind'; it must be one of existing, embedded, k3s.");
  }

  @Test
  void goIsNewEnoughFrom126On() {
    assertThat(GoBuild.newEnough("go1.26.1\n")).isTrue();
    assertThat(GoBuild.newEnough("go1.27rc1")).isTrue();
    assertThat(GoBuild.newEnough("go1.22.2")).isFalse();
    assertThat(GoBuild.newEnough("devel")).isFalse();
  }

  @Test
  void theSourcesOfTheControlPlaneTravelAlong() {
    assertThat(KubernetesPrograms.version()).matches("v1\\.\\d+\\.\\d+");
  }
}
