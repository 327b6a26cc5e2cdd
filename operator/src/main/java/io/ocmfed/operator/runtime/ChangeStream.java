package io.ocmfed.operator.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ocmfed.operator.settings.Times;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads the server-sent events of one pod's durable event log. */
@ApplicationScoped
public class ChangeStream {

  private static final String END = "\u0000end";

  private final TlsClients clients;
  private final Times times;

  public ChangeStream(TlsClients clients, Times times) {
    this.clients = clients;
    this.times = times;
  }

  /** Why a stream is over. */
  public enum End {
    /** The cursor is too old: list, and begin anew. */
    COMPACTED,
    /** It broke, fell silent or was refused: go on from the last cursor. */
    BROKEN
  }

  /**
   * Follows the log until the stream ends; blocks. Interrupting the thread ends it.
   *
   * @param after cursor of the last change known
   * @param opened called once the runtime has answered 200
   * @param each called for every change, in order, on the calling thread
   */
  public End follow(
      RuntimePod pod, Credentials credentials, long after, Runnable opened, Consumer<Change> each)
      throws InterruptedException {
    Attempt first = attempt(pod, credentials, credentials.token(), after, opened, each);
    if (first == Attempt.UNAUTHORIZED && credentials.previousToken().isPresent()) {
      // As in AdminHttp: the runtime may not have the new token yet.
      first = attempt(pod, credentials, credentials.previousToken().get(), after, opened, each);
    }
    return first == Attempt.COMPACTED ? End.COMPACTED : End.BROKEN;
  }

  private enum Attempt {
    COMPACTED,
    UNAUTHORIZED,
    BROKEN
  }

  private Attempt attempt(
      RuntimePod pod,
      Credentials credentials,
      String token,
      long after,
      Runnable opened,
      Consumer<Change> each)
      throws InterruptedException {
    var options =
        AdminHttp.options(pod, HttpMethod.GET, "/admin/v1/events?after=" + after, token)
            .putHeader("accept", "text/event-stream");
    CompletableFuture<HttpClientRequest> connecting =
        clients
            .trusting(credentials.caCertificate())
            .request(options)
            // What breaks ends the stream; without this Vert.x logs it as well.
            .onSuccess(connected -> connected.exceptionHandler(problem -> {}))
            .toCompletionStage()
            .toCompletableFuture();
    try {
      HttpClientRequest request =
          connecting.get(times.callLimit().toMillis(), TimeUnit.MILLISECONDS);
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      // Before it is asked for: the handlers must be there before the first byte is.
      CompletableFuture<HttpClientResponse> answered =
          request
              .response()
              .onSuccess(answer -> readLines(answer, lines))
              .toCompletionStage()
              .toCompletableFuture();
      request.end();
      HttpClientResponse response =
          answered.get(times.callLimit().toMillis(), TimeUnit.MILLISECONDS);
      switch (response.statusCode()) {
        case 200 -> {
          opened.run();
          consume(lines, each);
          return Attempt.BROKEN;
        }
        case 401 -> {
          return Attempt.UNAUTHORIZED;
        }
        case 410 -> {
          return Attempt.COMPACTED;
        }
        default -> {
          return Attempt.BROKEN;
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      return Attempt.BROKEN;
    } finally {
      // Also one that is connected only now: nobody else would ever give its connection back.
      connecting.thenAccept(HttpClientRequest::reset);
    }
  }

  private static void readLines(HttpClientResponse response, BlockingQueue<String> lines) {
    RecordParser byLine =
        RecordParser.newDelimited(
            "\n", (Buffer line) -> lines.add(line.toString().stripTrailing()));
    byLine.maxRecordSize(1024 * 1024);
    byLine.exceptionHandler(problem -> lines.add(END));
    response.handler(byLine);
    response.endHandler(end -> lines.add(END));
    response.exceptionHandler(problem -> lines.add(END));
  }

  private void consume(BlockingQueue<String> lines, Consumer<Change> each)
      throws InterruptedException {
    StringBuilder data = new StringBuilder();
    while (true) {
      String line = lines.poll(times.streamSilence().toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || line.equals(END)) {
        return;
      }
      if (line.startsWith("data:")) {
        data.append(line.substring("data:".length()).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        Change change = parse(data.toString());
        data.setLength(0);
        if (change != null) {
          each.accept(change);
        }
      }
    }
  }

  /** Null for what is no change of ours: a newer runtime may say more than we understand. */
  private static Change parse(String json) {
    try {
      return AdminJson.MAPPER.readValue(json, Change.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
