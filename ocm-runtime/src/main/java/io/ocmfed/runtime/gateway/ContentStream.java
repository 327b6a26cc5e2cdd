package io.ocmfed.runtime.gateway;

import com.google.protobuf.ByteString;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ocmfed.runtime.endpoint.ServiceChannel;
import io.ocmfed.runtime.gateway.v1.Chunk;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The bytes of a file, read as they are asked for. When the call behind it breaks or goes silent,
 * it is made again from where it stopped, guarded by the ETag; only when no endpoint answers within
 * the wait, or the file has changed, does reading fail, with a FailureException.
 */
final class ContentStream extends InputStream {

  /** Even an endpoint that answers when asked for its health may have lost a call. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  private final ServiceChannel channel;
  private final ServiceChannel.Attempts attempts;
  private final ReadRequest request;
  private final Duration silence;
  private long position;
  private long left;
  private ByteString piece = ByteString.EMPTY;
  private int taken;
  private Call call;
  private boolean closed;

  /**
   * @param request names the file and its ETag; offset and length are set here
   * @param length exactly how many bytes there are to read
   * @param silence after which the call is made again, whatever is known of its endpoint; one that
   *     is known to be silent is left at once
   */
  ContentStream(
      ServiceChannel channel, ReadRequest request, long offset, long length, Duration silence) {
    this.silence = silence;
    this.channel = channel;
    this.attempts = channel.begin("Read");
    this.request = request;
    this.position = offset;
    this.left = length;
  }

  @Override
  public int read() {
    return fill() ? piece.byteAt(advance(1)) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.size() - taken);
    piece.substring(taken, taken + count).copyTo(target, offset);
    advance(count);
    return count;
  }

  private int advance(int count) {
    int at = taken;
    taken += count;
    position += count;
    left -= count;
    return at;
  }

  /** Makes sure that there is something in the piece; false at the end. */
  private boolean fill() {
    while (taken == piece.size()) {
      if (left == 0 || closed) {
        finish();
        return false;
      }
      if (call == null) {
        attempts.awaitEndpoint();
        call = begin();
      }
      switch (call.next(silence, attempts::stranded)) {
        case Event.Piece(ByteString data) -> {
          piece = data;
          taken = 0;
          attempts.progressed();
        }
        case Event.End(Status status, Metadata trailers) -> {
          finish();
          // Complete too early counts as a break: the length is known.
          Status broken =
              status.isOk() ? Status.UNAVAILABLE.withDescription("ended early") : status;
          attempts.lost(new StatusRuntimeException(broken, trailers), true);
        }
      }
    }
    return true;
  }

  private Call begin() {
    ReadRequest rest = request.toBuilder().setOffset(position).setLength(left).build();
    return new Call(channel.calls().newCall(GatewayGrpc.getReadMethod(), attempts.options()), rest);
  }

  private void finish() {
    if (call != null) {
      call.cancel();
      call = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    finish();
  }

  private sealed interface Event {
    record Piece(ByteString data) implements Event {}

    record End(Status status, Metadata trailers) implements Event {}
  }

  /** One call: at most one piece is asked for ahead of what has been taken. */
  private static final class Call extends ClientCall.Listener<Chunk> {

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ClientCall<ReadRequest, Chunk> call;

    Call(ClientCall<ReadRequest, Chunk> call, ReadRequest request) {
      this.call = call;
      call.start(this, new Metadata());
      call.sendMessage(request);
      call.halfClose();
      call.request(2);
    }

    Event next(Duration silence, BooleanSupplier stranded) {
      long until = System.nanoTime() + silence.toNanos();
      try {
        while (true) {
          Event event = events.poll(ServiceChannel.LOOK.toMillis(), TimeUnit.MILLISECONDS);
          if (event instanceof Event.Piece) {
            call.request(1);
          }
          if (event != null) {
            return event;
          }
          if (stranded.getAsBoolean() || System.nanoTime() - until >= 0) {
            return new Event.End(
                Status.UNAVAILABLE.withDescription("the endpoint went silent"), new Metadata());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Event.End(Status.CANCELLED.withDescription("interrupted"), new Metadata());
      }
    }

    void cancel() {
      call.cancel("no longer needed", null);
    }

    @Override
    public void onMessage(Chunk message) {
      events.add(new Event.Piece(message.getData()));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      events.add(new Event.End(status, trailers));
    }
  }
}
