package io.ocmfed.runtime.peer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a paused response as a stream. Asks for the next buffer only when the last one has
 * been read, so a slow reader slows the peer down instead of filling the memory. Closing before the
 * end resets the request.
 */
final class ResponseBody extends InputStream {

  private sealed interface Event {
    record Bytes(Buffer buffer) implements Event {}

    record End() implements Event {}

    record Broken(Throwable cause) implements Event {}
  }

  private final HttpClientResponse response;
  private final Duration idle;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Buffer current = Buffer.buffer();
  private int position;
  private boolean ended;
  private volatile boolean closed;

  /** Call it on the event loop of the paused response. */
  ResponseBody(HttpClientResponse response, Duration idle) {
    this.response = response;
    this.idle = idle;
    response.handler(buffer -> events.add(new Event.Bytes(buffer)));
    response.endHandler(end -> events.add(new Event.End()));
    response.exceptionHandler(cause -> events.add(new Event.Broken(cause)));
    response.fetch(1);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == current.length()) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(length, current.length() - position);
    current.getBytes(position, position + count, target, offset);
    position += count;
    return count;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (!ended) {
        response.request().reset();
      }
      events.add(new Event.Broken(new IOException("the stream was closed")));
    }
  }

  private void next() throws IOException {
    switch (poll()) {
      case Event.Bytes(Buffer buffer) -> {
        current = buffer;
        position = 0;
        response.fetch(1);
      }
      case Event.End() -> ended = true;
      case Event.Broken(Throwable cause) -> throw new IOException("the peer's answer broke", cause);
      case null -> {
        close();
        throw new IOException("the peer sent nothing for " + idle.toSeconds() + " s");
      }
    }
  }

  private Event poll() throws IOException {
    if (closed) {
      throw new IOException("the stream was closed");
    }
    try {
      return events.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("reading was cancelled", interrupted);
    }
  }
}
