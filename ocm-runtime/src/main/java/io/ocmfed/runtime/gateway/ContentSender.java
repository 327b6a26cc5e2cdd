package io.ocmfed.runtime.gateway;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.ocmfed.runtime.gateway.v1.Chunk;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import io.ocmfed.runtime.rpc.FailureTrailer;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jboss.logging.Logger;

/**
 * Sends a file in pieces, only as fast as the caller takes them: gRPC says when there is room
 * again. All methods run one after the other, as gRPC promises for the events of one call.
 */
final class ContentSender {

  private static final Logger LOG = Logger.getLogger(ContentSender.class);
  private static final int PIECE = 128 << 10;

  /** After so many pieces, and before the last, a look whether they are all of one version. */
  private static final int LOOK_EVERY = 64;

  private static final Failure CHANGED =
      Failure.client(Code.CONFLICT, "The file changed while it was being read. Read it again.");

  private final Storage.Content content;
  private final ServerCallStreamObserver<Chunk> out;
  private final ReadRequest request;
  private long left;
  private int pieces;
  private boolean done;

  ContentSender(Storage.Content content, ReadRequest request, ServerCallStreamObserver<Chunk> out) {
    this.content = content;
    this.request = request;
    this.out = out;
  }

  /** Checks the ETag and begins; closes the file in the end, whatever happens. */
  void start() throws IOException {
    boolean changed =
        !request.getIfEtag().isEmpty() && !request.getIfEtag().equals(content.resource().etag());
    if (changed) {
      finish();
      throw CHANGED.toException();
    }
    long size = content.resource().size();
    long rest = Math.max(0, size - request.getOffset());
    left = request.getLength() == 0 ? rest : Math.min(rest, request.getLength());
    content.bytes().position(Math.min(size, request.getOffset()));
    out.setOnCancelHandler(this::finish);
    out.setOnReadyHandler(this::send);
    send();
  }

  private void send() {
    try {
      while (!done && out.isReady()) {
        if (left == 0) {
          finish();
          out.onCompleted();
          return;
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        while (piece.hasRemaining() && content.bytes().read(piece) >= 0) {
          // Until it is full or the file ends.
        }
        if (piece.hasRemaining()) {
          // Shorter than it was: what follows would not belong to the same version.
          fail(Failure.client(Code.CONFLICT, "The file became shorter while it was being read."));
          return;
        }
        piece.flip();
        left -= piece.remaining();
        if ((left == 0 || ++pieces % LOOK_EVERY == 0) && content.altered()) {
          fail(CHANGED);
          return;
        }
        // Nobody writes to the buffer any more.
        out.onNext(Chunk.newBuilder().setData(UnsafeByteOperations.unsafeWrap(piece)).build());
      }
    } catch (IOException e) {
      LOG.errorf(e, "event=read-failed");
      fail(Failure.of(Code.INTERNAL, "gateway", "The storage could not be read."));
    }
  }

  private void fail(Failure failure) {
    finish();
    out.onError(FailureTrailer.exception(failure));
  }

  private void finish() {
    if (!done) {
      done = true;
      try {
        content.bytes().close();
      } catch (IOException e) {
        LOG.debug("A file that was read could not be closed", e);
      }
    }
  }
}
