package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Peers that answer what the test says; all of them exist. */
final class ScriptedPeer implements PeerCalls, PeerDirectory {

  /** What was sent, in order. */
  final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

  volatile Function<String, Answer> script = body -> answer(201, "{}");
  volatile boolean ocmfed = true;

  static Answer answer(int status, String body) {
    return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static Answer later(int status, Instant notBefore) {
    return new Answer(status, new byte[0], Optional.of(notBefore));
  }

  static RuntimeException unreachable() {
    return Failure.of(Code.PEER_UNREACHABLE, "peer:b", "Connecting failed.").toException();
  }

  @Override
  public Answer post(String domain, String path, byte[] json) {
    String body = new String(json, StandardCharsets.UTF_8);
    received.add(body);
    return script.apply(body);
  }

  @Override
  public Stream webdav(
      String domain, String method, URI uri, String secret, Map<String, String> headers) {
    throw new UnsupportedOperationException("no files in this test");
  }

  @Override
  public Peer discover(String domain) {
    return new Peer(
        domain,
        domain,
        "1.4.0",
        URI.create("https://" + domain + "/ocm"),
        Set.of("http-sig", "protocol-object", "invites", "notifications"),
        Set.of(),
        Optional.of("/dav/ocm/"),
        Optional.empty(),
        ocmfed,
        Optional.empty());
  }

  @Override
  public Peer refresh(String domain) {
    return discover(domain);
  }

  @Override
  public Health health(String domain) {
    return new Health(
        Optional.of(discover(domain)), Optional.empty(), List.of(), null, Optional.empty());
  }
}
