package io.ocmfed.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small rules of a pod's life. */
class PodRulesTest {

  @ParameterizedTest
  @CsvSource({"$(A),1", "x$(A)y,x1y", "$(B),$(B)", "$$(A),$(A)", "$A,$A", "$$,$", "$(A,$(A"})
  void referencesAreExpandedAsKubernetesDoes(String text, String expanded) {
    assertThat(References.expand(text, Map.of("A", "1"))).isEqualTo(expanded);
  }

  @Test
  void theFirstRestartIsImmediateAndTheLastWaitsHalfAMinute() {
    var delays =
        Stream.iterate(Backoff.none().after(Duration.ZERO), b -> b.after(Duration.ofSeconds(1)))
            .limit(8)
            .map(backoff -> backoff.delay().toSeconds())
            .toList();
    assertThat(delays).isEqualTo(List.of(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L));
  }

  @Test
  void aContainerThatRanForAWhileIsForgiven() {
    assertThat(new Backoff(6).after(Duration.ofMinutes(2)).delay()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "cloud-a_ocm-6d5f-abc_runtime.log,'',ocm,true",
    "cloud-a_ocm-6d5f-abc_runtime.log,cloud-a,ocm-6d5f-abc,true",
    "cloud-a_ocm-6d5f-abc_runtime.log,cloud-b,ocm,false",
    "cloud-a_ocm-6d5f-abc_runtime.log,'',oc,false",
    "cloud-a_ocm-6d5f-abc_runtime.log,'',runtime,true",
    "cloud-a_ocm.txt,'',ocm,false",
  })
  void aLogIsFoundByPodWorkloadOrContainer(
      String file, String namespace, String name, boolean found) {
    assertThat(ContainerLogs.matches(file, namespace, name)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "pg_isready,true",
    "/usr/bin/pg_isready,true",
    "pg_isready -U ocm,true",
    "exec pg_isready,true",
    "my_pg_isready,false",
    "test -f x,false",
  })
  void pgIsreadyIsRecognised(String command, boolean meant) {
    assertThat(PostgresCheck.isMeantBy(List.of("sh", "-c", command))).isEqualTo(meant);
  }
}
