package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One request and its answer, for code that blocks on a virtual thread.
 *
 * @param id the request id
 * @param below the raw path after the face's prefix
 * @param body at most what {@link DavRoutes} lets through
 */
record DavExchange(HttpServerRequest request, String id, String below, byte[] body) {

  /** A client that takes nothing for this long is gone. */
  private static final long STALLED_SECONDS = 60;

  private static final int CHUNK_BYTES = 64 * 1024;

  private static final Logger LOG = Logger.getLogger(DavExchange.class);

  String method() {
    return request.method().name();
  }

  /** The header's value; null when absent. */
  String header(String name) {
    return request.getHeader(name);
  }

  Optional<Credentials> credentials() {
    return Credentials.of(header("Authorization"));
  }

  /** Answers with a complete body. */
  void answer(int status, Map<String, String> headers, byte[] body) {
    HttpServerResponse response = head(status, headers);
    if (status != 204 && status != 304) {
      response.putHeader("Content-Length", Integer.toString(body.length));
    }
    response.end(Buffer.buffer(body));
  }

  /** Answers without a body; the headers may have the length that one would have. */
  void answer(int status, Map<String, String> headers) {
    head(status, headers).end();
  }

  /**
   * Answers with a stream, as fast as the client takes it, and closes it in any case; also at once
   * when the client goes. Nothing is sent before the first bytes are there, so that what fails on
   * opening can still become an error. What breaks later cuts the connection, so that the client
   * cannot take a part for the whole.
   *
   * @param length bytes; negative when unknown
   * @throws IOException when the first bytes cannot be read
   */
  void stream(int status, Map<String, String> headers, long length, InputStream content)
      throws IOException {
    try (content) {
      byte[] chunk = new byte[CHUNK_BYTES];
      int count = content.read(chunk);
      HttpServerResponse response = head(status, headers);
      if (length >= 0) {
        response.putHeader("Content-Length", Long.toString(length));
      } else {
        response.setChunked(true);
      }
      response.closeHandler(gone -> Thread.startVirtualThread(() -> closeQuietly(content)));
      copy(response, length, content, chunk, count);
    }
  }

  private void copy(
      HttpServerResponse response, long length, InputStream content, byte[] chunk, int first) {
    long sent = 0;
    try {
      int count = first;
      while (count >= 0) {
        sent += count;
        await(response.write(Buffer.buffer(count).appendBytes(chunk, 0, count)));
        count = content.read(chunk);
      }
      if (length >= 0 && sent != length) {
        LOG.warnf("event=content-cut request=%s sent=%d of=%d", id, sent, length);
        response.reset();
      } else {
        await(response.end());
      }
    } catch (IOException | RuntimeException broken) {
      // The status is sent; all that is left to say it with is a connection that breaks off.
      LOG.infof("event=content-cut request=%s sent=%d reason=%s", id, sent, broken.getMessage());
      response.reset();
    }
  }

  private HttpServerResponse head(int status, Map<String, String> headers) {
    HttpServerResponse response = request.response().setStatusCode(status);
    response.putHeader(RequestId.HEADER, id);
    headers.forEach(response::putHeader);
    return response;
  }

  private static void await(Future<Void> written) throws IOException {
    try {
      written.toCompletionStage().toCompletableFuture().get(STALLED_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException gone) {
      throw new IOException("the client is gone", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", interrupted);
    }
  }

  private static void closeQuietly(InputStream content) {
    try {
      content.close();
    } catch (IOException alreadyBroken) {
      // The client is gone; nobody is left to hear of it.
    }
  }
}
