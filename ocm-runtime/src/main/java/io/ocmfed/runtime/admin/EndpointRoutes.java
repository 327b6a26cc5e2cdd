package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.endpoint.AppliedEndpoints;
import io.ocmfed.runtime.endpoint.Endpoint;
import io.ocmfed.runtime.endpoint.EndpointTable;
import io.ocmfed.runtime.endpoint.EndpointsView;
import io.ocmfed.runtime.endpoint.Fence;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureBodies;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code PUT} and {@code GET /admin/v1/endpoints} (runtime-api.md, endpoint table). */
@Singleton
final class EndpointRoutes implements AdminRoutes {

  private static final int MOST = 1000;

  private final AppliedEndpoints applied;
  private final EndpointsView view;
  private final Instance instance;
  private final InstantSource clock;

  @Inject
  EndpointRoutes(
      AppliedEndpoints applied, EndpointsView view, Instance instance, InstantSource clock) {
    this.applied = applied;
    this.view = view;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public Optional<Role> role() {
    return Optional.empty();
  }

  @Override
  public void register(AdminRouter router) {
    router.on(HttpMethod.PUT, "/endpoints", request -> put(request.body(Pushed.class)));
    router.on(HttpMethod.GET, "/endpoints", request -> AdminAnswer.ok(shown()));
  }

  private AdminAnswer put(Pushed pushed) {
    if (pushed.fence() == null
        || pushed.fence().term() == null
        || pushed.fence().sequence() == null) {
      throw invalid("fence with term and sequence is missing");
    }
    Fence fence = new Fence(pushed.fence().term(), pushed.fence().sequence());
    return switch (applied.push(fence, services(pushed.services()))) {
      case EndpointTable.Push.Applied(EndpointTable now) -> AdminAnswer.ok(receipt(now));
      case EndpointTable.Push.Same(EndpointTable now) -> AdminAnswer.ok(receipt(now));
      case EndpointTable.Push.Stale(EndpointTable now) ->
          new AdminAnswer(Code.ENDPOINTS_STALE.status(), refusal(now));
    };
  }

  private static Map<String, List<Endpoint>> services(Map<String, List<Address>> pushed) {
    if (pushed == null) {
      throw invalid("services is missing");
    }
    Map<String, List<Endpoint>> services = new HashMap<>();
    pushed.forEach(
        (name, addresses) -> {
          if (addresses == null || addresses.size() > MOST) {
            throw invalid("services." + name + " must be a list of at most " + MOST);
          }
          services.put(name, addresses.stream().map(EndpointRoutes::endpoint).toList());
        });
    return services;
  }

  private static Endpoint endpoint(Address address) {
    if (address == null || address.host() == null || address.port() == null) {
      throw invalid("an endpoint needs host and port");
    }
    try {
      return new Endpoint(address.host(), address.port(), address.zone(), address.pod());
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static RuntimeException invalid(String what) {
    return Failure.client(Code.INVALID_REQUEST, "The table cannot be applied: " + what + ".")
        .toException();
  }

  private Receipt receipt(EndpointTable now) {
    return new Receipt(now.fence(), instance.id(), now.appliedAt());
  }

  private Refusal refusal(EndpointTable now) {
    FailureBodies.Problem problem =
        FailureBodies.problem(
            Failure.client(
                Code.ENDPOINTS_STALE,
                "A newer table is applied. Read the Lease; take a higher term if you still lead."),
            RequestId.current());
    return new Refusal(now.fence(), instance.id(), now.appliedAt(), problem);
  }

  private Shown shown() {
    EndpointsView.Known known = view.now();
    Optional<EndpointTable> table = known.table();
    return new Shown(
        table.map(EndpointTable::fence).orElse(null),
        instance.id(),
        table.map(EndpointTable::appliedAt).orElse(null),
        table
            .map(t -> Duration.between(t.appliedAt(), clock.instant()).toMillis() / 1000.0)
            .orElse(null),
        known.source(),
        known.services());
  }

  private record Pushed(PushedFence fence, Map<String, List<Address>> services) {}

  private record PushedFence(Long term, Long sequence) {}

  private record Address(String host, Integer port, String zone, String pod) {}

  private record Receipt(Fence applied, String instanceId, Instant appliedAt) {}

  private record Refusal(
      Fence applied,
      String instanceId,
      Instant appliedAt,
      @com.fasterxml.jackson.annotation.JsonUnwrapped FailureBodies.Problem problem) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Shown(
      Fence applied,
      String instanceId,
      Instant appliedAt,
      Double ageSeconds,
      String source,
      Map<String, List<EndpointsView.Row>> services) {}
}
