package io.ocmfed.runtime.inbound;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a message of a peer.
 *
 * @param body written as JSON, never null: some peers cannot read an empty body
 * @param retryAfter when to come again; null when there is nothing to say of that
 */
public record Reply(int status, Map<String, Object> body, Duration retryAfter) {

  public static Reply of(int status, Map<String, Object> body) {
    return new Reply(status, body, null);
  }

  /** In the form of the OCM API: {@code message} is a word for machines, here the code. */
  public static Reply failed(Failure failure, int status) {
    return failed(failure, status, null);
  }

  /**
   * As above, naming the field.
   *
   * @param field null when it is none
   */
  public static Reply failed(Failure failure, int status, Map<String, String> field) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message", failure.code().name());
    body.put("code", failure.code().name());
    body.put("detail", failure.message());
    if (field != null) {
      body.put("validationErrors", List.of(field));
    }
    boolean later = status == 503 || failure.code() == Code.GATEWAY_UNAVAILABLE;
    return new Reply(status, body, later ? Duration.ofSeconds(5) : null);
  }
}
