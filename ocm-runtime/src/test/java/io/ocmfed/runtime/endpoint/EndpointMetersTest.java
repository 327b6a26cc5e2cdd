package io.ocmfed.runtime.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocmfed.runtime.endpoint.ServiceEndpoints.Source;
import io.ocmfed.runtime.endpoint.ServiceEndpoints.View;
import io.ocmfed.runtime.settings.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointMetersTest {

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AppliedEndpoints applied = new AppliedEndpoints(() -> now);
  private final EndpointMeters meters = new EndpointMeters(registry, applied, () -> now);

  @Test
  void anAddressIsShownWhileItIsKnownAndItsNumbersOnlyRise() {
    meters.follow(Role.GATEWAY, view(row(1, 5, 1)));
    assertThat(count("calls", 1)).isEqualTo(5);
    meters.follow(Role.GATEWAY, view(row(1, 7, 2), row(2, 1, 0)));
    assertThat(count("calls", 1)).isEqualTo(7);
    assertThat(count("ejections", 1)).isEqualTo(2);
    assertThat(count("calls", 2)).isEqualTo(1);
  }

  @Test
  void podsThatComeAndGoLeaveNoSeriesBehind() {
    meters.follow(Role.OCM, view(row(1, 1, 0)));
    int before = registry.getMeters().size();
    IntStream.range(0, 500).forEach(n -> meters.follow(Role.GATEWAY, view(row(n, n, 0))));
    assertThat(registry.getMeters()).hasSize(before + 3);
    meters.follow(Role.GATEWAY, view());
    assertThat(registry.getMeters()).hasSize(before);
    assertThat(registry.find("ocmfed.endpoint.calls").tag("target", "ocm").functionCounter())
        .isNotNull();
  }

  @Test
  void theTableIsShownByRevisionAndAge() {
    assertThat(registry.get("ocmfed.endpoint.table.age").gauge().value()).isNaN();
    applied.push(new Fence(7, 1042), Map.of("gateway", List.of()));
    now = now.plusSeconds(90);
    assertThat(registry.get("ocmfed.endpoint.table.age").gauge().value()).isEqualTo(90);
    assertThat(registry.get("ocmfed.endpoint.table.term").gauge().value()).isEqualTo(7);
    assertThat(registry.get("ocmfed.endpoint.table.sequence").gauge().value()).isEqualTo(1042);
  }

  private double count(String what, int n) {
    return registry
        .get("ocmfed.endpoint." + what)
        .tag("target_pod", "gateway-" + n)
        .tag("address", "127.0.4.9:" + (9000 + n))
        .functionCounter()
        .count();
  }

  private static View view(View.Row... rows) {
    return new View(Source.OPERATOR, List.of(rows), Optional.empty());
  }

  private static View.Row row(int n, long calls, long ejections) {
    Endpoint endpoint = new Endpoint("127.0.4.9", 9000 + n, null, "gateway-" + n);
    return new View.Row(endpoint, Health.READY, null, calls, 0, ejections, 0);
  }
}
