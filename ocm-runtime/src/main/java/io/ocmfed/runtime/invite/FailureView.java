package io.ocmfed.runtime.invite;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;

/** A failure as part of a record: the problem body without type, title, status and request id. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FailureView(
    String detail,
    String code,
    String origin,
    String operation,
    String endpoint,
    int attempts,
    Instant since,
    boolean retryable,
    Instant retryAt) {

  /** Null for null. */
  public static FailureView of(Failure failure) {
    return failure == null
        ? null
        : new FailureView(
            failure.message(),
            failure.code().name(),
            failure.origin(),
            failure.operation(),
            failure.endpoint(),
            failure.attempts(),
            failure.since(),
            failure.code().retryable() || failure.retryAt() != null,
            failure.retryAt());
  }
}
