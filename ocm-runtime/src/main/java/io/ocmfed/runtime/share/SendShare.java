package io.ocmfed.runtime.share;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.Resource;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.share.NewShare.Subject;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A user shares. */
public final class SendShare {

  private final Store store;
  private final GatewayClient gateway;
  private final ShareSteps steps;
  private final NewShare shares;
  private final Clock clock;

  public SendShare(
      Store store, GatewayClient gateway, ShareSteps steps, SecretBox box, Ids ids, Clock clock) {
    this.store = store;
    this.gateway = gateway;
    this.steps = steps;
    this.shares = new NewShare(box, ids, clock);
    this.clock = clock;
  }

  /**
   * Shares a resource with a connected user of a peer; it is delivered in the background.
   *
   * @param remoteUser OCM address
   * @param expiresAt null for the most that the trust allows
   * @throws io.ocmfed.runtime.web.FailureException USER_UNKNOWN, RESOURCE_NOT_FOUND,
   *     PEER_UNTRUSTED, EXCEEDS_TRUST, NOT_CONNECTED, CONFLICT when it is shared with that user
   *     already
   */
  public OutgoingShare send(
      String userId, String path, String remoteUser, Set<String> permissions, Instant expiresAt) {
    User user = user(userId);
    Subject subject = subject(user, path);
    String domain = Domains.ofAddress(remoteUser);
    String recipient = Domains.userOf(remoteUser);
    return store.inTransaction(
        tx -> {
          tx.lockPair(domain, userId);
          Instant end = terms(tx, domain, permissions, expiresAt);
          Acceptance under =
              DeclaredShares.connection(tx, domain, userId, recipient)
                  .orElseThrow(() -> notConnected(remoteUser));
          boolean shared =
              tx.outgoing().openOfPair(domain, userId, recipient).stream()
                  .anyMatch(share -> share.resource().equals(subject.path()));
          if (shared) {
            throw Failure.client(Code.CONFLICT, "It is shared with " + remoteUser + " already.")
                .toException();
          }
          OutgoingShare share = shares.under(under, subject, permissions, end, null);
          steps.create(tx, share, Cause.USER);
          return share;
        });
  }

  private Instant terms(Tx tx, String domain, Set<String> permissions, Instant expiresAt) {
    TrustRecord trust = requireTrust(tx.trusts().byDomain(domain), domain);
    Instant now = clock.instant();
    return ShareTerms.check(trust.trust(), permissions, expiresAt, now, now);
  }

  /**
   * The user.
   *
   * @throws io.ocmfed.runtime.web.FailureException USER_UNKNOWN
   */
  public User user(String userId) {
    return gateway
        .user(userId)
        .orElseThrow(
            () ->
                Failure.client(Code.USER_UNKNOWN, "There is no user " + userId + " here.")
                    .toException());
  }

  /**
   * What lies at the path.
   *
   * @throws io.ocmfed.runtime.web.FailureException RESOURCE_NOT_FOUND
   */
  Subject subject(User user, String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    Resource resource =
        gateway
            .stat(user.id(), absolute, "")
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.RESOURCE_NOT_FOUND,
                            user.login() + " has no file or folder " + absolute + ".")
                        .toException());
    String name = absolute.substring(absolute.lastIndexOf('/', absolute.length() - 2) + 1);
    String owner = user.displayName().isBlank() ? user.login() : user.displayName();
    return new Subject(
        absolute,
        resource.name().isBlank() ? name.replace("/", "") : resource.name(),
        resource.folder(),
        resource.size(),
        owner);
  }

  /**
   * The trust of a domain.
   *
   * @throws io.ocmfed.runtime.web.FailureException PEER_UNTRUSTED
   */
  static TrustRecord requireTrust(Optional<TrustRecord> trust, String domain) {
    return trust
        .filter(found -> found.deletedAt() == null)
        .orElseThrow(
            () ->
                Failure.client(
                        Code.PEER_UNTRUSTED, "This server does not federate with " + domain + ".")
                    .toException());
  }

  private static RuntimeException notConnected(String remoteUser) {
    return Failure.client(
            Code.NOT_CONNECTED, "You are not connected with " + remoteUser + ". Invite first.")
        .toException();
  }
}
