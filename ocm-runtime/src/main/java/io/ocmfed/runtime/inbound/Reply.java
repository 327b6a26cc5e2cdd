package io.ocmfed.runtime.inbound;

import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureBodies;
import io.ocmfed.runtime.web.FailureBodies.Ocm;
import io.ocmfed.runtime.web.RequestId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The answer to a message of a peer.
 *
 * @param body written as JSON, never null: some peers cannot read an empty body
 * @param retryAfter when to come again; null when there is nothing to say of that
 */
public record Reply(int status, Object body, Duration retryAfter) {

  public static Reply of(int status, Map<String, Object> body) {
    return new Reply(status, body, null);
  }

  /** A failure in the form of the OCM API. */
  public static Reply failed(Failure failure, int status) {
    return failed(failure, status, null);
  }

  /**
   * As above, naming the field.
   *
   * @param field its {@code name} and {@code message}; null when it is none
   */
  public static Reply failed(Failure failure, int status, Map<String, String> field) {
    Ocm body = FailureBodies.ocm(failure, RequestId.current());
    Ocm detailed =
        field == null
            ? body
            : new Ocm(
                body.message(),
                List.of(new Ocm.ValidationError(field.get("name"), field.get("message"))),
                body.code(),
                body.origin(),
                body.retryable(),
                body.retryAt(),
                body.requestId());
    return new Reply(status, detailed, status == 503 ? Duration.ofSeconds(5) : null);
  }
}
