package io.ocmfed.runtime.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.trace.Step;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls to trusted peers over {@link PeerHttp}; keeps their health and their metrics. */
final class SignedPeerCalls implements PeerCalls {

  private static final JsonMapper JSON = new JsonMapper();

  /** Refusals that say that the peer took our word for who we are, and refused something else. */
  private static final Set<String> KNOWS_US =
      Set.of(
          "NOT_CONNECTED",
          "EXCEEDS_TRUST",
          "USER_UNKNOWN",
          "RECIPIENT_NOT_FOUND",
          "RESOURCE_NOT_FOUND",
          "SHARE_ENDED");

  private final TrustBook trusts;
  private final PeerDirectory directory;
  private final PeerHttp http;
  private final MessageSigner signer;
  private final PeerHealthBook healths;
  private final MeterRegistry metrics;
  private final InstantSource clock;
  private final Supplier<String> requestId;
  private final Spans spans;

  /**
   * @param requestId of the request that is being served, to be passed on
   */
  SignedPeerCalls(
      TrustBook trusts,
      PeerDirectory directory,
      PeerHttp http,
      MessageSigner signer,
      PeerHealthBook healths,
      MeterRegistry metrics,
      InstantSource clock,
      Supplier<String> requestId,
      Spans spans) {
    this.trusts = trusts;
    this.directory = directory;
    this.http = http;
    this.signer = signer;
    this.healths = healths;
    this.metrics = metrics;
    this.clock = clock;
    this.requestId = requestId;
    this.spans = spans;
  }

  @Override
  public Answer post(String domain, String path, byte[] json) {
    TrustBook.Trust trust = trust(domain);
    Peer peer = directory.discover(domain);
    URI uri = URI.create(peer.endPoint() + "/" + path);
    Map<String, String> headers = new LinkedHashMap<>(signer.sign("POST", uri, json));
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    headers.put(RequestId.HEADER, requestId.get());
    PeerHttp.Reply reply =
        measured(
            trust,
            path,
            () -> http.exchange(trust, new PeerHttp.Call("POST", uri, headers, json)),
            PeerHttp.Reply::status);
    healths.answered(domain, trustsUs(reply));
    HttpDate.read(reply.headers().get("date")).ifPresent(date -> healths.clock(domain, date));
    return new Answer(
        reply.status(),
        reply.body(),
        RetryAfter.read(reply.headers().get("retry-after"), clock.instant()));
  }

  @Override
  public Stream webdav(
      String domain, String method, URI uri, String sharedSecret, Map<String, String> headers) {
    TrustBook.Trust trust = trust(domain);
    Stream stream = webdav(trust, method, uri, "Bearer " + sharedSecret, headers);
    // Nextcloud and ownCloud take the secret as user name only (protocol 1.0).
    if (stream.status() == 401 && onlyBasic(stream.headers().get("www-authenticate"))) {
      closed(stream);
      String pair =
          Base64.getEncoder().encodeToString((sharedSecret + ":").getBytes(StandardCharsets.UTF_8));
      stream = webdav(trust, method, uri, "Basic " + pair, headers);
    }
    healths.answered(domain, Optional.empty());
    return stream;
  }

  private Stream webdav(
      TrustBook.Trust trust,
      String method,
      URI uri,
      String authorization,
      Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Authorization", authorization);
    all.put(RequestId.HEADER, requestId.get());
    byte[] body = method.equals("PROPFIND") ? PROPFIND_ALL.getBytes(StandardCharsets.UTF_8) : null;
    if (body != null) {
      all.put("Content-Type", "application/xml; charset=utf-8");
      all.put("Content-Length", Integer.toString(body.length));
    }
    return measured(
        trust,
        "webdav",
        () -> http.stream(trust, new PeerHttp.Call(method, uri, all, body)),
        Stream::status);
  }

  /** The properties that our own WebDAV face knows; asked for by name, so that others send them. */
  private static final String PROPFIND_ALL =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
          + "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:displayname/><d:resourcetype/>"
          + "<d:getcontentlength/><d:getcontenttype/><d:getetag/><d:getlastmodified/>"
          + "<d:creationdate/></d:prop></d:propfind>";

  private <T> T measured(
      TrustBook.Trust trust, String operation, Supplier<T> call, Function<T, Integer> status) {
    Timer.Sample sample = Timer.start(metrics);
    Step step =
        spans
            .called("peer " + operation)
            .with("server.address", trust.domain())
            .with("ocmfed.request_id", requestId.get());
    String outcome = "failed";
    try {
      T result = step.during(call);
      outcome = status.apply(result) / 100 + "xx";
      return result;
    } catch (FailureException failed) {
      outcome = failed.failure().code().name();
      step.failed(outcome);
      Failure noted = healths.failed(trust.domain(), failed.failure(), null);
      throw noted.toException(failed.getCause());
    } finally {
      step.with("ocmfed.outcome", outcome).end();
      sample.stop(
          Timer.builder("ocmfed.peer.calls")
              .description("Calls to peers, until the answer or its head")
              .tag("peer", trust.domain())
              .tag("operation", operation)
              .tag("outcome", outcome)
              .register(metrics));
    }
  }

  private TrustBook.Trust trust(String domain) {
    return trusts.find(domain).orElseThrow(() -> PeerFailures.untrusted(domain).toException());
  }

  private static Optional<Boolean> trustsUs(PeerHttp.Reply reply) {
    if (reply.status() >= 200 && reply.status() < 300) {
      return Optional.of(true);
    }
    if (reply.status() != 401 && reply.status() != 403) {
      return Optional.empty();
    }
    return Optional.of(
        KNOWS_US.contains(word(reply.body(), "code"))
            || KNOWS_US.contains(word(reply.body(), "message")));
  }

  private static String word(byte[] body, String field) {
    try {
      JsonNode answer = JSON.readTree(body);
      return answer == null ? "" : answer.path(field).asText();
    } catch (JsonProcessingException notJson) {
      return "";
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean onlyBasic(String challenge) {
    String lower = challenge == null ? "" : challenge.toLowerCase(Locale.ROOT);
    return lower.contains("basic") && !lower.contains("bearer");
  }

  private static void closed(Stream stream) {
    try {
      stream.close();
    } catch (IOException alreadyBroken) {
      // Nothing of that answer is wanted.
    }
  }
}
