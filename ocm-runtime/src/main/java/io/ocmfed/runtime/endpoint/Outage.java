package io.ocmfed.runtime.endpoint;

import io.grpc.Status;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in a failure that a service did not answer: what was tried, how often, since when. */
final class Outage {

  private static final int NAMED = 5;

  private final Role role;
  private final AppliedEndpoints applied;
  private final InstantSource clock;

  Outage(Role role, AppliedEndpoints applied, InstantSource clock) {
    this.role = role;
    this.applied = applied;
    this.clock = clock;
  }

  /**
   * @param tried addresses that calls were sent to
   * @param attempts how many calls were sent; when none could be, the failure counts the tries to
   *     connect since no endpoint is ready
   * @param status how the last attempt ended; null when there was none
   */
  Failure failure(
      String operation,
      Collection<String> tried,
      int attempts,
      ServiceEndpoints.View view,
      Status status) {
    Code code = role == Role.GATEWAY ? Code.GATEWAY_UNAVAILABLE : Code.OCM_UNAVAILABLE;
    if (status != null && !transport(status)) {
      return new Failure(
          Code.INTERNAL,
          "The " + role.word() + " service answered " + status.getCode() + "; its log says more.",
          role.word(),
          operation,
          join(tried),
          attempts,
          null,
          null);
    }
    return new Failure(
        code,
        sentence(view),
        role.word(),
        operation,
        tried.isEmpty() ? known(view) : join(tried),
        attempts > 0
            ? attempts
            : view.rows().stream().mapToInt(ServiceEndpoints.View.Row::vain).sum(),
        view.unusableSince().orElse(null),
        null,
        table(view));
  }

  private Failure.Table table(ServiceEndpoints.View view) {
    String source = view.source().name().toLowerCase(Locale.ROOT);
    return applied
        .table()
        .map(t -> new Failure.Table(source, revision(t.fence()), t.appliedAt()))
        .orElseGet(() -> new Failure.Table(source, null, null));
  }

  private static String revision(Fence fence) {
    return fence.term() + "." + fence.sequence();
  }

  private static boolean transport(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> true;
      default -> false;
    };
  }

  private String sentence(ServiceEndpoints.View view) {
    String addresses =
        view.rows().isEmpty() ? "no endpoint is known" : view.rows().size() + " known, none usable";
    boolean anyReady = view.rows().stream().anyMatch(row -> row.health() == Health.READY);
    return "The "
        + role.word()
        + " service does not answer ("
        + (anyReady ? "endpoints are healthy but the call was lost or too slow" : addresses)
        + "; endpoint table: "
        + age()
        + "). Try again in a moment; if it lasts, look at the pods of the "
        + role.word()
        + " Service.";
  }

  private String age() {
    return applied
        .table()
        .map(
            t ->
                "revision "
                    + revision(t.fence())
                    + ", "
                    + Duration.between(t.appliedAt(), clock.instant()).toSeconds()
                    + " s old")
        .orElse("none received yet");
  }

  private static String known(ServiceEndpoints.View view) {
    return view.rows().isEmpty()
        ? null
        : view.rows().stream()
            .limit(NAMED)
            .map(
                row ->
                    row.endpoint().address()
                        + Optional.ofNullable(row.lastError())
                            .map(error -> " (" + error + ")")
                            .orElse(""))
            .collect(Collectors.joining(", "));
  }

  private static String join(Collection<String> tried) {
    return tried.isEmpty() ? null : tried.stream().sorted().collect(Collectors.joining(", "));
  }
}
