package io.ocmfed.runtime.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Any exception as a {@link Failure}; what is none of ours becomes INTERNAL and goes to the log.
 */
public final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);

  private Failures() {}

  /**
   * @param origin of what has no origin itself: the role that meets it
   */
  public static Failure of(Throwable thrown, String origin) {
    return switch (thrown) {
      case FailureException known -> known.failure();
      case JsonProcessingException json -> json(json);
      case WebApplicationException web
          when web.getCause() instanceof JsonProcessingException json ->
          json(json);
      case WebApplicationException web when web.getResponse().getStatus() < 500 ->
          request(web.getResponse().getStatus());
      case HttpException http when http.getStatusCode() < 500 -> request(http.getStatusCode());
      case null, default -> internal(thrown, origin);
    };
  }

  /** A failure for a status that the HTTP layer chose by itself. */
  public static Failure request(int status) {
    return switch (status) {
      case 401 -> Failure.client(Code.UNAUTHENTICATED, "Log in first.");
      case 404 -> Failure.client(Code.RESOURCE_NOT_FOUND, "There is nothing at this address.");
      case 405 -> Failure.client(Code.INVALID_REQUEST, "This address does not take that method.");
      case 413 -> Failure.client(Code.INVALID_REQUEST, "The request body is too large.");
      case 415 -> Failure.client(Code.INVALID_REQUEST, "Send the body as application/json.");
      default -> Failure.client(Code.INVALID_REQUEST, "The request cannot be understood.");
    };
  }

  /** A JSON body that does not fit, naming the field but not its value. */
  public static Failure json(JsonProcessingException json) {
    String field =
        json instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(
                    ref ->
                        ref.getFieldName() != null
                            ? ref.getFieldName()
                            : "[" + ref.getIndex() + "]")
                .collect(Collectors.joining("."))
            : "";
    return Failure.client(
        Code.INVALID_REQUEST,
        field.isEmpty()
            ? "The body is not valid JSON."
            : "The field " + field + " is missing or has a value that does not fit.");
  }

  private static Failure internal(Throwable thrown, String origin) {
    LOG.errorf(thrown, "event=internal-error origin=%s", origin);
    return Failure.of(
        Code.INTERNAL,
        origin,
        "Something went wrong inside; the log has it under request id "
            + RequestId.current()
            + ".");
  }
}
