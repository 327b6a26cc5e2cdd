package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way from one runtime to the others. What is sent is the JSON of the wire; who sent it is
 * written on the envelope, in place of TLS and signature.
 */
final class Link implements PeerCalls, PeerDirectory {

  private final World world;
  private final Node from;

  Link(World world, Node from) {
    this.world = world;
    this.from = from;
  }

  @Override
  public Answer post(String domain, String path, byte[] json) {
    Node to = world.node(domain);
    Letter letter = new Letter(from.domain(), to, path, json, world.now());
    Mishap.Kind befalls = world.at(Point.REQUEST, from, letter.kind());
    switch (befalls) {
      case FAILS -> throw lost(domain);
      case LATE -> {
        world.late(letter);
        throw lost(domain);
      }
      case TWICE -> world.late(letter);
      default -> {}
    }
    Optional<Answer> answer = world.deliver(letter);
    world.requireAlive();
    if (answer.isEmpty() || world.at(Point.ANSWER, from, letter.kind()) == Mishap.Kind.FAILS) {
      throw lost(domain);
    }
    return answer.get();
  }

  private static RuntimeException lost(String domain) {
    return Failure.of(Code.PEER_UNREACHABLE, "peer:" + domain, "timed out").toException();
  }

  @Override
  public Stream webdav(
      String domain, String method, URI uri, String sharedSecret, Map<String, String> headers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Peer discover(String domain) {
    if (world.at(Point.DISCOVERY, from, "discovery") == Mishap.Kind.FAILS) {
      throw lost(domain);
    }
    return peer(domain);
  }

  @Override
  public Peer refresh(String domain) {
    if (!world.node(domain).alive()) {
      throw lost(domain);
    }
    return discover(domain);
  }

  @Override
  public Health health(String domain) {
    return new Health(
        Optional.of(peer(domain)), Optional.empty(), List.of(), null, Optional.empty());
  }

  private static Peer peer(String domain) {
    return new Peer(
        domain,
        domain,
        "1.4.0",
        URI.create("https://" + domain + "/ocm"),
        Set.of("http-sig", "protocol-object"),
        Set.of(),
        Optional.of("/dav/ocm/"),
        Optional.empty(),
        true,
        Optional.of(URI.create("https://" + domain + "/ocmfed/compare")));
  }
}
