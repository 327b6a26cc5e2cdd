package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.Failures;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A request as Vert.x has it; the body is there already. */
record VertxAdminRequest(RoutingContext context, ObjectMapper json) implements AdminRequest {

  @Override
  public String path(String name) {
    String value = context.pathParam(name);
    if (value == null) {
      throw new IllegalArgumentException("no path parameter " + name);
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    return context.queryParam(name).stream().filter(value -> !value.isBlank()).findFirst();
  }

  @Override
  public long queryNumber(String name, long whenAbsent) {
    try {
      return query(name).map(Long::parseLong).orElse(whenAbsent);
    } catch (NumberFormatException e) {
      throw Failure.client(
              Code.INVALID_REQUEST, "The query parameter " + name + " must be a number.")
          .toException(e);
    }
  }

  @Override
  public <T> T body(Class<T> type) {
    Buffer body = context.body().buffer();
    if (body == null || body.length() == 0) {
      throw Failure.client(Code.INVALID_REQUEST, "The request has no body; send JSON.")
          .toException();
    }
    try {
      T value = json.readValue(body.getBytes(), type);
      if (value == null) {
        throw Failure.client(Code.INVALID_REQUEST, "The body is null; send a JSON object.")
            .toException();
      }
      return value;
    } catch (JsonProcessingException e) {
      throw Failures.json(e).toException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
