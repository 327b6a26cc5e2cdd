package io.ocmfed.runtime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A failure in the form that each face expects. Pure. */
public final class FailureBodies {

  private FailureBodies() {}

  /** OCM-API 1.4, "Error": message and validation errors, and our code beside them. */
  public static Ocm ocm(Failure failure, String requestId) {
    return new Ocm(
        failure.message(),
        List.of(),
        failure.code().name(),
        failure.origin(),
        failure.code().retryable(),
        failure.retryAt(),
        requestId);
  }

  /** LibreGraph: {@code {"error": {"code", "message", "innererror"}}}. */
  public static Graph graph(Failure failure, String requestId, Instant now) {
    return new Graph(
        new GraphError(
            failure.code().name(),
            failure.message(),
            new InnerError(
                now,
                requestId,
                failure.origin(),
                failure.operation(),
                failure.endpoint(),
                failure.attempts(),
                failure.since(),
                failure.code().retryable(),
                failure.retryAt(),
                Table.of(failure.table(), now))));
  }

  /** RFC 9457 problem details. */
  public static Problem problem(Failure failure, String requestId) {
    return new Problem(
        "https://ocmfed.io/errors#" + failure.code().name(),
        failure.code().name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT),
        failure.code().status(),
        failure.message(),
        failure.code().name(),
        failure.origin(),
        failure.operation(),
        failure.endpoint(),
        failure.attempts(),
        failure.since(),
        failure.code().retryable(),
        failure.retryAt(),
        requestId);
  }

  /** Body of the OCM face. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ocm(
      String message,
      List<ValidationError> validationErrors,
      String code,
      String origin,
      boolean retryable,
      Instant retryAt,
      String requestId) {

    /** Names a field and what is wrong with it. */
    public record ValidationError(String name, String message) {}
  }

  /** Body of the LibreGraph face. */
  public record Graph(GraphError error) {}

  /** The error within {@link Graph}. */
  public record GraphError(String code, String message, InnerError innererror) {}

  /** Where it came from and what may be done. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InnerError(
      Instant date,
      @JsonProperty("request-id") String requestId,
      String origin,
      String operation,
      String endpoint,
      int attempts,
      Instant since,
      boolean retryable,
      Instant retryAt,
      Table table) {}

  /**
   * The endpoint table that was gone by.
   *
   * @param ageSeconds since it was applied; null when none was received
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Table(String source, String revision, Instant appliedAt, Long ageSeconds) {

    static Table of(Failure.Table table, Instant now) {
      if (table == null) {
        return null;
      }
      Long age =
          table.appliedAt() == null
              ? null
              : Math.max(0, Duration.between(table.appliedAt(), now).toSeconds());
      return new Table(table.source(), table.revision(), table.appliedAt(), age);
    }
  }

  /** Body of the admin face, media type {@code application/problem+json}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Problem(
      String type,
      String title,
      int status,
      String detail,
      String code,
      String origin,
      String operation,
      String endpoint,
      int attempts,
      Instant since,
      boolean retryable,
      Instant retryAt,
      String requestId) {}
}
