package io.ocmfed.runtime.endpoint;

import io.grpc.ConnectivityState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ocmfed.runtime.endpoint.ServiceEndpoints.View;
import io.ocmfed.runtime.settings.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What this process knows of the other roles, as metrics (docs/operations.md lists them). Series of
 * one endpoint go when nobody asks for its health any more, so that pods that come and go leave
 * nothing behind. Labels are none that Prometheus gives to what it scrapes, such as pod and
 * service.
 */
final class EndpointMeters {

  private final MeterRegistry registry;
  private final AppliedEndpoints applied;
  private final InstantSource clock;
  private final Map<Role, View> latest = new EnumMap<>(Role.class);
  private final Map<Key, Series> endpoints = new HashMap<>();

  private record Key(Role role, String address, String pod) {}

  EndpointMeters(MeterRegistry registry, AppliedEndpoints applied, InstantSource clock) {
    this.registry = registry;
    this.applied = applied;
    this.clock = clock;
    table(
        "ocmfed.endpoint.table.age",
        "Since the operator's endpoint table was applied; NaN before the first",
        "seconds",
        table -> Duration.between(table.appliedAt(), clock.instant()).toMillis() / 1000.0);
    table(
        "ocmfed.endpoint.table.term",
        "First part of the table's revision",
        null,
        table -> table.fence().term());
    table(
        "ocmfed.endpoint.table.sequence",
        "Second part of the table's revision",
        null,
        table -> table.fence().sequence());
  }

  private void table(
      String name, String description, String unit, ToDoubleFunction<EndpointTable> value) {
    Gauge.builder(
            name, this, self -> self.applied.table().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  /** Begins to show the calls to a service. */
  void watch(Role role, ServiceChannel channel) {
    Gauge.builder("ocmfed.endpoint.waiting", channel, ServiceChannel::waiting)
        .description("Calls that wait for an endpoint")
        .tag("target", role.word())
        .register(registry);
    for (ConnectivityState state : ConnectivityState.values()) {
      Gauge.builder("ocmfed.channel.state", channel, open -> open.connection() == state ? 1 : 0)
          .description("1 for the state that the connections to a service are in")
          .tags("target", role.word(), "state", word(state))
          .register(registry);
    }
    for (ServiceEndpoints.Source source : ServiceEndpoints.Source.values()) {
      Gauge.builder("ocmfed.endpoint.source", this, self -> self.uses(role, source) ? 1 : 0)
          .description("1 for where the addresses of a service come from now")
          .tags("target", role.word(), "source", word(source))
          .register(registry);
    }
    for (Health health : Health.values()) {
      Gauge.builder("ocmfed.endpoints", this, self -> self.count(role, health))
          .description("Known endpoints of a service, by what their last health check said")
          .tags("target", role.word(), "state", health.word())
          .register(registry);
    }
  }

  /** What is known of a service now; called twice a second. */
  synchronized void follow(Role role, View view) {
    latest.put(role, view);
    Map<Key, View.Row> rows = new HashMap<>();
    view.rows().forEach(row -> rows.put(key(role, row.endpoint()), row));
    endpoints
        .entrySet()
        .removeIf(
            known -> {
              boolean gone = known.getKey().role() == role && !rows.containsKey(known.getKey());
              if (gone) {
                known.getValue().meters().forEach(registry::remove);
              }
              return gone;
            });
    rows.forEach(
        (key, row) -> endpoints.computeIfAbsent(key, any -> begin(key, row)).state.row = row);
  }

  private Series begin(Key key, View.Row row) {
    State state = new State(row);
    Tags tags =
        Tags.of("target", key.role().word(), "address", key.address(), "target_pod", key.pod());
    return new Series(
        state,
        List.of(
            counter(
                "calls",
                "Calls sent to an endpoint, repeated ones too",
                tags,
                state,
                View.Row::calls),
            counter("failures", "Those that the transport lost", tags, state, View.Row::failures),
            counter(
                "ejections",
                "How often an endpoint was left because it let us wait",
                tags,
                state,
                View.Row::ejections)));
  }

  private Meter counter(
      String what, String description, Tags tags, State state, ToLongFunction<View.Row> value) {
    return FunctionCounter.builder(
            "ocmfed.endpoint." + what, state, known -> value.applyAsLong(known.row))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private synchronized boolean uses(Role role, ServiceEndpoints.Source source) {
    View view = latest.get(role);
    return view != null && view.source() == source;
  }

  private synchronized long count(Role role, Health health) {
    View view = latest.get(role);
    return view == null ? 0 : view.rows().stream().filter(row -> row.health() == health).count();
  }

  private static Key key(Role role, Endpoint endpoint) {
    return new Key(role, endpoint.address(), endpoint.pod() == null ? "" : endpoint.pod());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Meters hold what they show weakly; this holds it for them. */
  private record Series(State state, List<Meter> meters) {}

  private static final class State {
    private volatile View.Row row;

    State(View.Row row) {
      this.row = row;
    }
  }
}
