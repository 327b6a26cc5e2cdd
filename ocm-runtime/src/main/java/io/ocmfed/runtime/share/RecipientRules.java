package io.ocmfed.runtime.share;

import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the receiver of a share answers. */
final class RecipientRules {

  private RecipientRules() {}

  /** What to do. */
  sealed interface Ruling {
    /** Record it, under this acceptance. */
    record Take(Acceptance under) implements Ruling {}

    /** The share is the missing answer to this acceptance: complete it, and record the share. */
    record Complete(Acceptance pending) implements Ruling {}

    /** It is known already; say so again. */
    record Repeat() implements Ruling {}

    /**
     * Refuse it.
     *
     * @param field what is wrong, in the words of the OCM API; null when no field is
     */
    record Refuse(int status, Failure failure, Map<String, String> field) implements Ruling {}
  }

  /** What can be said of the message alone; empty when nothing is wrong with it. */
  static Optional<Ruling> message(OfferedShare offer, String ownDomain, Instant now) {
    if (!offer.shareType().equals("user")) {
      return refuse(501, Code.UNSUPPORTED, "Only shares with a user are supported.", null);
    }
    if (!Set.of("file", "folder").contains(offer.resourceType())) {
      return refuse(501, Code.UNSUPPORTED, "Only files and folders are supported.", null);
    }
    if (!offer.requirements().isEmpty()) {
      return refuse(
          501,
          Code.UNSUPPORTED,
          "The share requires " + String.join(", ", offer.requirements()) + ".",
          null);
    }
    if (!Domains.ofAddress(offer.shareWith()).equals(ownDomain)
        || Domains.userOf(offer.shareWith()).isEmpty()) {
      return refuse(
          400,
          Code.RECIPIENT_NOT_FOUND,
          "The recipient is not of " + ownDomain + ".",
          Map.of("name", "shareWith", "message", "NOT_FOUND"));
    }
    if (offer.expiresAt() != null && !offer.expiresAt().isAfter(now)) {
      return refuse(
          400,
          Code.INVALID_REQUEST,
          "Field expiration is in the past.",
          Map.of("name", "expiration", "message", "INVALID_FORMAT"));
    }
    return Optional.empty();
  }

  /**
   * The decision.
   *
   * @param same what is known under the key of the share
   * @param named the acceptance that it names; empty when it names none, or none that is known
   * @param ofPair acceptances of the two users
   */
  static Ruling decide(
      OfferedShare offer,
      String domain,
      String localUser,
      Optional<IncomingShare> same,
      Optional<Acceptance> named,
      List<Acceptance> ofPair) {
    if (same.isPresent()) {
      return same.get().payloadHash().equals(offer.fingerprint())
          ? new Ruling.Repeat()
          : refuse(
                  409,
                  Code.CONFLICT,
                  "Another share was received under the same providerId.",
                  Map.of("name", "providerId", "message", "INVALID_FORMAT"))
              .orElseThrow();
    }
    if (offer.acceptanceId().isEmpty()) {
      return ofPair.stream()
          .filter(Acceptance::connects)
          .findFirst()
          .<Ruling>map(Ruling.Take::new)
          .orElseGet(RecipientRules::notConnected);
    }
    Optional<Acceptance> theirs =
        named
            .filter(one -> one.domain().equals(domain))
            .filter(one -> one.localUser() == null || one.localUser().equals(localUser))
            .filter(
                one ->
                    one.remoteUser() == null
                        || one.remoteUser().equals(Domains.userOf(offer.sender())));
    return theirs.map(RecipientRules::under).orElseGet(RecipientRules::notConnected);
  }

  private static Ruling under(Acceptance acceptance) {
    if (acceptance.state() == AcceptanceState.ENDED) {
      return refuse(
              410, Code.NOT_CONNECTED, "The connection that the share rests on has ended.", null)
          .orElseThrow();
    }
    if (acceptance.disputedAt() != null) {
      return refuse(
              503,
              Code.NOT_CONNECTED,
              "The connection that the share rests on is disputed. Try again later.",
              null)
          .orElseThrow();
    }
    return acceptance.state() == AcceptanceState.PENDING
        ? new Ruling.Complete(acceptance)
        : new Ruling.Take(acceptance);
  }

  /** The two users have no connection. */
  static Ruling notConnected() {
    return refuse(403, Code.NOT_CONNECTED, "The two users are not connected. Invite first.", null)
        .orElseThrow();
  }

  /**
   * The absolute address of the resource; empty when it is not on a host of the peer. A relative
   * one is below the WebDAV prefix that the peer announces.
   */
  static Optional<URI> address(OfferedShare offer, Peer peer) {
    try {
      URI base = URI.create("https://" + peer.domain());
      URI uri = URI.create(offer.uri());
      if (!uri.isAbsolute()) {
        String prefix = peer.webdavPath().orElse("/");
        URI root = base.resolve(prefix.endsWith("/") ? prefix : prefix + "/");
        uri = offer.uri().isEmpty() ? root : root.resolve(strip(offer.uri()));
      }
      URI normal = uri.normalize();
      boolean secure = "https".equals(normal.getScheme()) && normal.getUserInfo() == null;
      String authority = Domains.normal(String.valueOf(normal.getAuthority()));
      boolean theirs =
          authority.equals(peer.domain())
              || authority.equals(Domains.normal(peer.endPoint().getAuthority()));
      return secure && theirs ? Optional.of(normal) : Optional.empty();
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static String strip(String path) {
    return path.replaceFirst("^/+", "");
  }

  private static Optional<Ruling> refuse(
      int status, Code code, String message, Map<String, String> field) {
    return Optional.of(new Ruling.Refuse(status, Failure.client(code, message), field));
  }
}
