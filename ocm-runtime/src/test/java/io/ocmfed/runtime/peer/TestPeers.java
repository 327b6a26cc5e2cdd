package io.ocmfed.runtime.peer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.peer.signature.Messages;
import io.ocmfed.runtime.trace.Spans;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;

/** The real outbound calls, for tests of other packages; loopback allowed. */
public final class TestPeers {

  private TestPeers() {}

  public static PeerCalls calls(Vertx vertx, TrustBook trusts) {
    Clock clock = Clock.systemUTC();
    PeerHttp http =
        new PeerHttp(
            vertx,
            host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")},
            new AddressGuard(true),
            PeerHttp.Limits.DEFAULT);
    PeerHealthBook healths = new PeerHealthBook(clock, changed -> {});
    return new SignedPeerCalls(
        trusts,
        new HttpPeerDirectory(trusts, http, healths, clock),
        http,
        new MessageSigner(Messages::key, clock, MessageSigner.randomNonces()),
        healths,
        new SimpleMeterRegistry(),
        clock,
        () -> "request-1",
        Spans.off());
  }
}
