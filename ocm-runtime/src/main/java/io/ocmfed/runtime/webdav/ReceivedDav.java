package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.share.SharedAccess.Received;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * What peers share with our users, for those users: {@code /dav/shares/{shareId}[/path]}, fetched
 * from the peer while it is read. Listings are read and written anew, so that addresses are ours
 * and nothing of the peer passes that we do not know.
 */
final class ReceivedDav extends DavFace {

  private static final int LISTING_BYTES = 8 << 20;

  private static final List<String> FORWARDED =
      List.of("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since");

  private static final List<String> PASSED_BACK =
      List.of("content-type", "content-range", "accept-ranges", "etag", "last-modified");

  private static final Set<Integer> PASSED_THROUGH = Set.of(200, 206, 304, 412, 416);

  private static final Set<Integer> REFUSALS = Set.of(401, 403, 410);

  private final SharedAccess shares;
  private final GatewayClient gateway;
  private final PeerCalls peers;

  ReceivedDav(SharedAccess shares, GatewayClient gateway, PeerCalls peers, InstantSource clock) {
    super(clock);
    this.shares = shares;
    this.gateway = gateway;
    this.peers = peers;
  }

  @Override
  String prefix() {
    return "/dav/shares/";
  }

  @Override
  String challenge() {
    return "Basic realm=\"shares\", charset=\"UTF-8\"";
  }

  @Override
  void get(DavExchange exchange, DavPath path) throws IOException {
    GatewayClient.User user = user(exchange);
    Received share = shares.received(user.id(), path.shareId());
    Map<String, String> asked = new LinkedHashMap<>();
    for (String name : FORWARDED) {
      if (exchange.header(name) != null) {
        asked.put(name, exchange.header(name));
      }
    }
    try (PeerCalls.Stream answer = call(share, exchange.method(), path, asked)) {
      if (answer.status() == 405) {
        notAllowed(exchange, "OPTIONS, PROPFIND");
        return;
      }
      if (!PASSED_THROUGH.contains(answer.status())) {
        throw PeerAnswers.failure(share.domain(), answer.status()).toException();
      }
      Map<String, String> headers = new LinkedHashMap<>(CONTENT_HEADERS);
      PASSED_BACK.forEach(
          name ->
              Optional.ofNullable(answer.headers().get(name))
                  .ifPresent(value -> headers.put(name, value)));
      long length = length(answer);
      if (exchange.method().equals("HEAD") || answer.status() == 304) {
        if (length >= 0 && answer.status() != 304) {
          headers.put("Content-Length", Long.toString(length));
        }
        exchange.answer(answer.status(), headers);
      } else if (answer.status() >= 400) {
        exchange.answer(answer.status(), headers, new byte[0]);
      } else {
        relay(
            exchange,
            share,
            answer,
            headers,
            length,
            () -> shares.received(user.id(), path.shareId()));
      }
    }
  }

  private void relay(
      DavExchange exchange,
      Received share,
      PeerCalls.Stream answer,
      Map<String, String> headers,
      long length,
      Runnable access)
      throws IOException {
    try {
      exchange.stream(
          answer.status(), headers, length, new WhileShared(answer.body(), access, clock()));
    } catch (IOException broken) {
      shares.answered(share.shareId(), false, clock().instant());
      throw broke(share.domain(), broken);
    }
  }

  @Override
  void propfind(DavExchange exchange, DavPath path, Depth depth) throws IOException {
    Received share = shares.received(user(exchange).id(), path.shareId());
    if (depth == Depth.INFINITE) {
      infinite(exchange);
      return;
    }
    Map<String, String> asked = Map.of("Depth", depth == Depth.ZERO ? "0" : "1");
    try (PeerCalls.Stream answer = call(share, "PROPFIND", path, asked)) {
      if (answer.status() != 207) {
        throw PeerAnswers.failure(share.domain(), answer.status()).toException();
      }
      byte[] body = read(share, answer);
      List<DavResource> resources = resources(share, path, PeerMultistatus.parse(body));
      if (resources.isEmpty()) {
        throw PeerAnswers.unreadable(share.domain()).toException();
      }
      multistatus(exchange, resources);
    } catch (XMLStreamException notXml) {
      throw PeerAnswers.unreadable(share.domain()).toException(notXml);
    }
  }

  /**
   * The entries under our addresses. The first is what was asked for; the others are its children,
   * whatever address the peer gives them, and named by its last part.
   */
  private List<DavResource> resources(
      Received share, DavPath path, List<PeerMultistatus.Entry> entries) {
    List<String> asked = DavPath.segments(target(share, path).getRawPath());
    List<DavResource> resources = new ArrayList<>();
    List<DavResource> children = new ArrayList<>();
    for (PeerMultistatus.Entry entry : entries) {
      boolean self = entry.path().equals(asked) || entries.size() == 1;
      if (!self && entry.path().isEmpty()) {
        continue;
      }
      List<String> segments = new ArrayList<>(path.segments());
      if (!self) {
        segments.add(entry.path().getLast());
      }
      String name = segments.isEmpty() ? share.name() : segments.getLast();
      (self ? resources : children).add(dav(path.shareId(), segments, name, entry));
    }
    resources.addAll(children);
    return resources;
  }

  private DavResource dav(
      String shareId, List<String> segments, String name, PeerMultistatus.Entry entry) {
    return new DavResource(
        prefix() + DavPath.encode(shareId) + DavPath.encode(segments) + (entry.folder() ? "/" : ""),
        name,
        entry.folder(),
        entry.size(),
        entry.modified(),
        entry.etag(),
        entry.contentType());
  }

  private GatewayClient.User user(DavExchange exchange) {
    return exchange
        .credentials()
        .filter(Credentials.Basic.class::isInstance)
        .map(Credentials.Basic.class::cast)
        .flatMap(basic -> gateway.authenticate(basic.user(), basic.password()))
        .orElseThrow(
            () ->
                Failure.client(Code.UNAUTHENTICATED, "Log in with your user name and password.")
                    .toException());
  }

  private PeerCalls.Stream call(
      Received share, String method, DavPath path, Map<String, String> headers) {
    try {
      PeerCalls.Stream answer =
          peers.webdav(share.domain(), method, target(share, path), share.sharedSecret(), headers);
      shares.answered(share.shareId(), answer.status() < 500, clock().instant());
      if (REFUSALS.contains(answer.status())) {
        shares.refused(share.shareId(), clock().instant());
      }
      return answer;
    } catch (FailureException failed) {
      if (failed.failure().code() == Code.PEER_UNREACHABLE) {
        shares.answered(share.shareId(), false, clock().instant());
      }
      throw failed;
    }
  }

  private static URI target(Received share, DavPath path) {
    String base = share.uri().toString();
    if (path.segments().isEmpty()) {
      return share.uri();
    }
    return URI.create(base.replaceAll("/+$", "") + DavPath.encode(path.segments()));
  }

  private static byte[] read(Received share, PeerCalls.Stream answer) {
    try {
      byte[] body = answer.body().readNBytes(LISTING_BYTES + 1);
      if (body.length > LISTING_BYTES) {
        throw PeerAnswers.unreadable(share.domain()).toException();
      }
      return body;
    } catch (IOException broken) {
      throw broke(share.domain(), broken);
    }
  }

  private static FailureException broke(String domain, IOException broken) {
    return Failure.of(
            Code.PEER_UNREACHABLE,
            "peer:" + domain,
            "The answer of " + domain + " broke off; try again.")
        .toException(broken);
  }

  private static long length(PeerCalls.Stream answer) {
    String length = answer.headers().getOrDefault("content-length", "");
    return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }
}
