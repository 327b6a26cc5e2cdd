package io.ocmfed.runtime.endpoint;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts attempts (hedges and retries too) and transport failures for each address. */
final class Traffic {

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  Count of(Endpoint endpoint) {
    return counts.computeIfAbsent(endpoint.address(), address -> new Count());
  }

  void retain(Set<String> addresses) {
    counts.keySet().retainAll(addresses);
  }

  /** A tracer that also notes in {@code tried} which addresses a call was sent to. */
  ClientStreamTracer.Factory tracer(Set<String> tried) {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(
          ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new Attempt(tried);
      }
    };
  }

  /** A tracer that notes in {@code here} which addresses a call was sent to, and counts nothing. */
  static ClientStreamTracer.Factory noting(Set<String> here) {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(
          ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
          @Override
          public void streamCreated(Attributes transport, Metadata sent) {
            SocketAddress remote = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            if (remote != null) {
              here.add(address(remote));
            }
          }
        };
      }
    };
  }

  private static String address(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? new Endpoint(inet.getAddress().getHostAddress(), inet.getPort(), null, null).address()
        : String.valueOf(remote);
  }

  /** Attempts and those of them that the transport lost. */
  static final class Count {
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();

    long calls() {
      return calls.sum();
    }

    long failures() {
      return failures.sum();
    }
  }

  private final class Attempt extends ClientStreamTracer {

    private final Set<String> tried;
    private volatile Count count;

    Attempt(Set<String> tried) {
      this.tried = tried;
    }

    @Override
    public void streamCreated(Attributes transport, Metadata headers) {
      SocketAddress remote = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (remote != null) {
        String address = address(remote);
        tried.add(address);
        count = counts.computeIfAbsent(address, any -> new Count());
        count.calls.increment();
      }
    }

    @Override
    public void streamClosed(Status status) {
      Count counted = count;
      if (counted != null
          && (status.getCode() == Status.Code.UNAVAILABLE
              || status.getCode() == Status.Code.DEADLINE_EXCEEDED)) {
        counted.failures.increment();
      }
    }
  }
}
