package io.ocmfed.runtime.peer;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.ocmfed.runtime.peer.DiscoveryDocument.Reading;
import io.ocmfed.runtime.peer.signature.VerificationKey;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Discovery documents and JWK sets, asked for over HTTPS. One request per peer is under way at a
 * time; whoever asks meanwhile waits for its answer. A changed CA of the trust makes what is cached
 * under the old one void.
 */
final class HttpPeerDirectory implements PeerDirectory, PeerKeys {

  static final Duration GOOD_FOR = Duration.ofHours(1);
  static final Duration FAILURE_GOOD_FOR = Duration.ofMinutes(1);

  /**
   * That nobody answered is as good as long as those who asked at the same moment need it. It must
   * be over before the outbox's first pause is, whose attempts would otherwise never leave us.
   */
  static final Duration SILENCE_GOOD_FOR = Duration.ofMillis(500);

  /** An unknown key id makes us ask again, but not more often than this. */
  static final Duration KEYS_ASKED_EVERY = Duration.ofSeconds(5);

  private static final List<String> DISCOVERY_PATHS =
      List.of("/.well-known/ocm", "/ocm-provider", "/ocm-provider/");

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final TrustBook trusts;
  private final PeerHttp http;
  private final PeerHealthBook healths;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  HttpPeerDirectory(TrustBook trusts, PeerHttp http, PeerHealthBook healths, InstantSource clock) {
    this.trusts = trusts;
    this.http = http;
    this.healths = healths;
    this.clock = clock;
  }

  @Override
  public Peer discover(String domain) {
    TrustBook.Trust trust = trust(domain);
    Entry entry = entry(trust);
    synchronized (entry) {
      Document known = entry.document;
      if (known != null && clock.instant().isBefore(known.until())) {
        return known.peerOrThrow();
      }
      entry.document = ask(trust);
      return entry.document.peerOrThrow();
    }
  }

  @Override
  public Optional<VerificationKey> find(String domain, String keyId) {
    TrustBook.Trust trust = trust(domain);
    Entry entry = entry(trust);
    synchronized (entry) {
      Instant now = clock.instant();
      Keys known = entry.keys;
      if (known != null && now.isBefore(known.until()) && known.byId().containsKey(keyId)) {
        return Optional.of(known.byId().get(keyId));
      }
      if (known != null && now.isBefore(known.askedAt().plus(KEYS_ASKED_EVERY))) {
        Failure failure =
            known
                .failure()
                .orElseGet(
                    () ->
                        PeerFailures.unreachable(
                            domain,
                            null,
                            "The key "
                                + keyId
                                + " is not known, and the keys of "
                                + domain
                                + " were asked for just now; send again in a few seconds.",
                            1));
        throw failure.toException();
      }
      entry.keys = askKeys(trust, now);
      if (entry.keys.failure().isPresent()) {
        throw entry.keys.failure().get().toException();
      }
      return Optional.ofNullable(entry.keys.byId().get(keyId));
    }
  }

  @Override
  public Peer refresh(String domain) {
    TrustBook.Trust trust = trust(domain);
    http.forget(domain);
    Entry entry = entry(trust);
    synchronized (entry) {
      entry.document = ask(trust);
      Peer peer = entry.document.peerOrThrow();
      if (peer.signs()) {
        Keys asked = askKeys(trust, clock.instant());
        if (entry.keys == null || asked.failure().isEmpty()) {
          entry.keys = asked;
        }
      }
      return peer;
    }
  }

  @Override
  public void heardFrom(String domain) {
    healths.answered(domain, Optional.empty());
  }

  @Override
  public void signedAt(String domain, Instant created) {
    healths.clock(domain, created);
  }

  @Override
  public Optional<Duration> clockSkew(String domain) {
    return healths.skew(domain);
  }

  @Override
  public Health health(String domain) {
    return healths.of(domain);
  }

  private TrustBook.Trust trust(String domain) {
    return trusts.find(domain).orElseThrow(() -> PeerFailures.untrusted(domain).toException());
  }

  private Entry entry(TrustBook.Trust trust) {
    return entries.compute(
        trust.domain(),
        (domain, old) ->
            old != null && Objects.equals(old.caPem, trust.caCertificate())
                ? old
                : new Entry(trust.caCertificate()));
  }

  private Document ask(TrustBook.Trust trust) {
    try {
      Peer peer = fetch(trust);
      healths.discovered(trust.domain(), peer);
      return new Document(clock.instant().plus(GOOD_FOR), Optional.of(peer), null);
    } catch (FailureException failed) {
      boolean silent = failed.failure().code() == Code.PEER_UNREACHABLE;
      Instant retryAt = clock.instant().plus(silent ? SILENCE_GOOD_FOR : FAILURE_GOOD_FOR);
      Failure failure = healths.failed(trust.domain(), failed.failure(), retryAt);
      return new Document(retryAt, Optional.empty(), failure);
    }
  }

  private Peer fetch(TrustBook.Trust trust) {
    String domain = trust.domain();
    Failure last = null;
    for (String path : DISCOVERY_PATHS) {
      URI uri = URI.create("https://" + domain + path);
      PeerHttp.Reply reply = http.exchange(trust, new PeerHttp.Call("GET", uri, JSON, null));
      if (reply.status() >= 500) {
        throw PeerFailures.unreachable(
                domain,
                uri.toString(),
                domain + " answered " + reply.status() + " to discovery; try again later.",
                1)
            .toException();
      }
      Failure failure;
      if (reply.status() == 200) {
        switch (DiscoveryDocument.read(domain, reply.body())) {
          case Reading.Usable(Peer peer) -> {
            return peer;
          }
          case Reading.Useless(String why) ->
              failure =
                  PeerFailures.incompatible(
                      domain,
                      uri.toString(),
                      domain
                          + " cannot be talked to: "
                          + why
                          + ". Its administrator must mend that.");
        }
      } else {
        failure = noDocument(domain, uri, reply.status());
      }
      // What an address with a document said is worth more than a 404 elsewhere.
      last = last == null || reply.status() == 200 ? failure : last;
    }
    throw last.toException();
  }

  private static Failure noDocument(String domain, URI uri, int status) {
    if (status == 401 || status == 403) {
      return PeerFailures.refused(
          domain,
          uri.toString(),
          domain
              + " answered "
              + status
              + " to discovery, which everybody may ask for; its administrator must allow "
              + uri.getPath()
              + ".");
    }
    if (status >= 300 && status < 400) {
      return PeerFailures.incompatible(
          domain,
          uri.toString(),
          domain
              + " redirects discovery; redirects are not followed. Trust the domain that it"
              + " redirects to, if that is the one meant.");
    }
    return PeerFailures.incompatible(
        domain,
        uri.toString(),
        domain
            + " answered "
            + status
            + " to discovery: no Open Cloud Mesh server is there. Check the domain of the"
            + " OcmTrust.");
  }

  private Keys askKeys(TrustBook.Trust trust, Instant now) {
    String domain = trust.domain();
    // A set, since most peers name the well-known address as theirs.
    Set<URI> addresses = new LinkedHashSet<>();
    Failure last = null;
    try {
      discover(domain).jwksUri().ifPresent(addresses::add);
    } catch (FailureException failed) {
      last = failed.failure();
    }
    addresses.add(URI.create("https://" + domain + "/.well-known/jwks.json"));
    for (URI uri : addresses) {
      try {
        PeerHttp.Reply reply = http.exchange(trust, new PeerHttp.Call("GET", uri, JSON, null));
        if (reply.status() == 200) {
          Map<String, VerificationKey> keys = keys(reply.body());
          healths.keys(domain, List.copyOf(keys.keySet()));
          return new Keys(now, now.plus(GOOD_FOR), keys, Optional.empty());
        }
        last =
            PeerFailures.unreachable(
                domain,
                uri.toString(),
                domain + " answered " + reply.status() + " when asked for its keys.",
                1);
      } catch (ParseException notKeys) {
        last =
            PeerFailures.incompatible(
                domain, uri.toString(), "What " + domain + " has as keys is no JWK set.");
      } catch (FailureException failed) {
        last = failed.failure();
      }
    }
    return new Keys(now, now, Map.of(), Optional.of(last));
  }

  private static Map<String, VerificationKey> keys(byte[] body) throws ParseException {
    Map<String, VerificationKey> keys = new LinkedHashMap<>();
    for (JWK jwk : JWKSet.parse(new String(body, StandardCharsets.UTF_8)).getKeys()) {
      VerificationKey.of(jwk).ifPresent(key -> keys.putIfAbsent(key.id(), key));
    }
    return keys;
  }

  private static final class Entry {
    private final String caPem;
    private Document document;
    private Keys keys;

    Entry(String caPem) {
      this.caPem = caPem;
    }
  }

  private record Document(Instant until, Optional<Peer> peer, Failure failure) {
    Peer peerOrThrow() {
      return peer.orElseThrow(() -> failure.toException());
    }
  }

  private record Keys(
      Instant askedAt,
      Instant until,
      Map<String, VerificationKey> byId,
      Optional<Failure> failure) {}
}
