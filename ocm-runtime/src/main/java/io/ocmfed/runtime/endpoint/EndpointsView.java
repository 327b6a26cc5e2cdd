package io.ocmfed.runtime.endpoint;

import io.ocmfed.runtime.settings.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The endpoint table with what this process knows of each endpoint, for the admin face. */
@Singleton
public final class EndpointsView {

  private final AppliedEndpoints applied;
  private final ServiceChannels channels;

  @Inject
  public EndpointsView(AppliedEndpoints applied, ServiceChannels channels) {
    this.applied = applied;
    this.channels = channels;
  }

  /** What is known now. */
  public Known now() {
    Optional<EndpointTable> table = applied.table();
    Map<String, List<Row>> services = new LinkedHashMap<>();
    table.ifPresent(t -> t.services().forEach((name, list) -> services.put(name, unused(list))));
    ServiceEndpoints.Source source =
        table.isPresent() ? ServiceEndpoints.Source.OPERATOR : ServiceEndpoints.Source.NONE;
    for (Role role : List.of(Role.GATEWAY, Role.OCM)) {
      Optional<ServiceEndpoints.View> view = channels.used(role).map(ServiceChannel::view);
      if (view.isPresent()) {
        services.put(role.word(), rows(view.get()));
        if (view.get().source() == ServiceEndpoints.Source.FALLBACK
            || view.get().source() == ServiceEndpoints.Source.NATS) {
          source = view.get().source();
        }
      }
    }
    return new Known(table, source.name().toLowerCase(Locale.ROOT), services);
  }

  private static List<Row> unused(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(e -> new Row(e.host(), e.port(), e.zone(), e.pod(), "unused", null, 0, 0))
        .toList();
  }

  private static List<Row> rows(ServiceEndpoints.View view) {
    List<Row> rows = new ArrayList<>();
    for (ServiceEndpoints.View.Row row : view.rows()) {
      Endpoint e = row.endpoint();
      rows.add(
          new Row(
              e.host(),
              e.port(),
              e.zone(),
              e.pod(),
              row.health().word(),
              row.lastError(),
              row.calls(),
              row.failures()));
    }
    return rows;
  }

  /**
   * @param source {@code operator}, {@code fallback}, {@code nats} where no table was pushed and
   *     the registry names some, or {@code none}
   */
  public record Known(
      Optional<EndpointTable> table, String source, Map<String, List<Row>> services) {}

  /**
   * One endpoint.
   *
   * @param state {@code ready}, {@code failing}, {@code ejected}, {@code unknown} before the first
   *     check, {@code unused} in a process that never calls that service
   */
  public record Row(
      String host,
      int port,
      String zone,
      String pod,
      String state,
      String lastError,
      long calls,
      long failures) {}
}
