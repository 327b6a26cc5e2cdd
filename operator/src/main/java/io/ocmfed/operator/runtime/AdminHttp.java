package io.ocmfed.operator.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.trace.CallSpan;
import io.ocmfed.operator.trace.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * One call of the admin API to one pod: the pod's IP is dialled, the certificate is verified for
 * the Service's name. Blocks the calling thread, which is a virtual one or a reconciler's, for at
 * most {@link Times#callLimit()}.
 */
@ApplicationScoped
public class AdminHttp {

  private static final int LARGEST_BODY = 32 * 1024 * 1024;

  private final TlsClients clients;
  private static final Logger LOG = Logger.getLogger(AdminHttp.class);

  private final Times times;
  private final Telemetry telemetry;

  public AdminHttp(TlsClients clients, Times times, Telemetry telemetry) {
    this.clients = clients;
    this.times = times;
    this.telemetry = telemetry;
  }

  /** GET with a body of that type. */
  public <T> Answer<T> get(RuntimePod pod, Credentials credentials, String path, JavaType type) {
    return call(pod, credentials, HttpMethod.GET, path, null, type);
  }

  /** PUT of a body, answered with one of that type. */
  public <T> Answer<T> put(
      RuntimePod pod, Credentials credentials, String path, Object body, Class<T> type) {
    return call(pod, credentials, HttpMethod.PUT, path, body, AdminJson.MAPPER.constructType(type));
  }

  /** DELETE, whose answer has no body. */
  public Answer<Void> delete(RuntimePod pod, Credentials credentials, String path) {
    return call(pod, credentials, HttpMethod.DELETE, path, null, null);
  }

  private <T> Answer<T> call(
      RuntimePod pod,
      Credentials credentials,
      HttpMethod method,
      String path,
      Object body,
      JavaType type) {
    Buffer payload;
    try {
      payload = body == null ? null : Buffer.buffer(AdminJson.MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A declaration cannot be written as JSON", e);
    }
    Answer<T> first = once(pod, credentials, credentials.token(), method, path, payload, type);
    boolean tokenRefused = first instanceof Answer.Refused<T> refused && refused.status() == 401;
    if (tokenRefused && credentials.previousToken().isPresent()) {
      // The runtime's mounted Secret lags behind ours by up to 90 s.
      return once(pod, credentials, credentials.previousToken().get(), method, path, payload, type);
    }
    return first;
  }

  /** In a trace of its own, which the runtime goes on with, and under a request id that it logs. */
  private <T> Answer<T> once(
      RuntimePod pod,
      Credentials credentials,
      String token,
      HttpMethod method,
      String path,
      Buffer payload,
      JavaType type) {
    String requestId = Long.toHexString(ThreadLocalRandom.current().nextLong());
    CallSpan span = telemetry.call(method + " " + kind(path), requestId);
    RequestOptions options = options(pod, method, path, token).putHeader("x-request-id", requestId);
    span.traceparent().ifPresent(trace -> options.putHeader("traceparent", trace));
    Answer<T> answer = exchange(options, credentials, payload, type);
    if (answer instanceof Answer.Ok<T>) {
      span.end();
    } else {
      span.failed(answer.kind());
    }
    LOG.debugf(
        "event=admin-call call=\"%s %s\" pod=%s request=%s outcome=%s",
        method, path, pod.name(), requestId, answer.kind());
    return answer;
  }

  /** {@code /admin/v1/trusts} of {@code /admin/v1/trusts/name?uid=...}. */
  private static String kind(String path) {
    String[] parts = path.split("[/?]", 5);
    return String.join("/", Arrays.copyOf(parts, Math.min(parts.length, 4)));
  }

  private <T> Answer<T> exchange(
      RequestOptions options, Credentials credentials, Buffer payload, JavaType type) {
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    try {
      Future<Reply> reply =
          clients
              .trusting(credentials.caCertificate())
              .request(options)
              .compose(
                  request -> {
                    sent.set(request);
                    // The future tells; without this Vert.x logs it as well.
                    request.exceptionHandler(problem -> {});
                    // Here, on the event loop, nothing of the answer can pass before it is read.
                    Future<HttpClientResponse> response =
                        payload == null
                            ? request.send()
                            : request.putHeader("content-type", "application/json").send(payload);
                    return response.compose(AdminHttp::whole);
                  });
      return read(await(reply), type);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset(sent.get());
      return new Answer.Unreachable<>("the call was interrupted");
    } catch (TimeoutException e) {
      reset(sent.get());
      return new Answer.Unreachable<>(
          TransportProblem.NO_ANSWER + times.callLimit().toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Answer.Unreachable<>(TransportProblem.describe(e.getCause()));
    } catch (RuntimeException e) {
      return new Answer.Unreachable<>(TransportProblem.describe(e));
    }
  }

  private Reply await(Future<Reply> reply)
      throws InterruptedException, ExecutionException, TimeoutException {
    return reply
        .toCompletionStage()
        .toCompletableFuture()
        .get(times.callLimit().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How to reach a pod; shared with the event stream. */
  static RequestOptions options(RuntimePod pod, HttpMethod method, String path, String token) {
    return new RequestOptions()
        .setMethod(method)
        .setServer(SocketAddress.inetSocketAddress(pod.port(), pod.host()))
        .setHost(pod.serverName())
        .setPort(pod.port())
        .setSsl(true)
        .setURI(path)
        .putHeader("authorization", "Bearer " + token)
        .putHeader("accept", "application/json, application/problem+json");
  }

  private static void reset(HttpClientRequest request) {
    if (request != null) {
      request.reset();
    }
  }

  private record Reply(int status, Buffer body) {}

  private static Future<Reply> whole(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > LARGEST_BODY) {
            response.request().reset();
          } else {
            body.appendBuffer(part);
          }
        });
    return response.end().map(end -> new Reply(response.statusCode(), body));
  }

  private static <T> Answer<T> read(Reply reply, JavaType type) {
    if (reply.status() >= 200 && reply.status() < 300) {
      if (type == null || reply.body().length() == 0) {
        return new Answer.Ok<>(null);
      }
      try {
        T value = AdminJson.MAPPER.readValue(reply.body().getBytes(), type);
        return new Answer.Ok<>(value);
      } catch (IOException e) {
        return new Answer.Unreachable<>("the answer is not what the admin API gives");
      }
    }
    if (reply.status() == 409 && type != null && type.hasRawClass(EndpointReceipt.class)) {
      return staleTable(reply);
    }
    return new Answer.Refused<>(reply.status(), problem(reply));
  }

  /** The runtime has a newer table and says which; the caller compares the fences. */
  private static <T> Answer<T> staleTable(Reply reply) {
    try {
      T receipt =
          AdminJson.MAPPER.readValue(
              reply.body().getBytes(), AdminJson.MAPPER.constructType(EndpointReceipt.class));
      boolean says = receipt instanceof EndpointReceipt known && known.applied() != null;
      return says ? new Answer.Ok<>(receipt) : new Answer.Refused<>(409, problem(reply));
    } catch (IOException e) {
      return new Answer.Refused<>(409, problem(reply));
    }
  }

  private static Failure problem(Reply reply) {
    try {
      Failure failure = AdminJson.MAPPER.readValue(reply.body().getBytes(), Failure.class);
      return failure == null ? Failure.of("", "") : failure;
    } catch (IOException e) {
      return Failure.of("", "");
    }
  }
}
