package io.ocmfed.runtime.share;

import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.inbound.Admission.Admitted;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.RecipientRules.Ruling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A user of a peer shares with one of ours. */
public final class SharesInbox {

  private final Store store;
  private final Admission admission;
  private final GatewayClient gateway;
  private final PeerDirectory peers;
  private final Connections connections;
  private final ShareSteps steps;
  private final DeclaredShares declared;
  private final SecretBox box;
  private final String ownDomain;
  private final Ids ids;
  private final Clock clock;

  public SharesInbox(
      Store store,
      Admission admission,
      GatewayClient gateway,
      PeerDirectory peers,
      Connections connections,
      ShareSteps steps,
      DeclaredShares declared,
      SecretBox box,
      String ownDomain,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.gateway = gateway;
    this.peers = peers;
    this.connections = connections;
    this.steps = steps;
    this.declared = declared;
    this.box = box;
    this.ownDomain = ownDomain;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Answers the message.
   *
   * @throws io.ocmfed.runtime.web.FailureException when it is not even considered
   */
  public Reply receive(byte[] json, Sender sender) {
    OfferedShare offer = OfferedShare.read(json);
    Admitted from = admission.admit(sender, Domains.ofAddress(offer.sender()));
    if (!Domains.ofAddress(offer.owner()).equals(Domains.ofAddress(offer.sender()))) {
      throw Failure.client(
              Code.PEER_UNTRUSTED, "Owner and sender of the share are of different servers.")
          .toException();
    }
    if (!from.trust().shares().incoming()) {
      throw Failure.client(
              Code.PEER_UNTRUSTED, "This server takes no shares from " + from.domain() + ".")
          .toException();
    }
    Optional<Ruling> wrong = RecipientRules.message(offer, ownDomain, clock.instant());
    if (wrong.isPresent()) {
      return reply(wrong.get(), "");
    }
    // Before the recipient is looked up, so that nobody learns by it who is a user here.
    Optional<URI> uri = RecipientRules.address(offer, peer(from.domain()));
    if (uri.isEmpty()) {
      return Reply.failed(
          Failure.client(
              Code.INVALID_REQUEST,
              "Field protocol.webdav.uri is no https address of " + from.domain() + "."),
          400,
          Map.of("name", "protocol.webdav.uri", "message", "INVALID_FORMAT"));
    }
    Optional<User> recipient = gateway.user(Domains.userOf(offer.shareWith()));
    if (recipient.isEmpty()) {
      return nobody(offer, from.domain());
    }
    Ruling ruling = store.inTransaction(tx -> decide(tx, offer, from, recipient.get(), uri.get()));
    return reply(ruling, recipient.get().displayName());
  }

  /** Who never was connected with such a user hears what it would of any user. */
  private Reply nobody(OfferedShare offer, String domain) {
    boolean met =
        !store
            .inTransaction(
                tx ->
                    tx.acceptances()
                        .ofPair(
                            domain,
                            Domains.userOf(offer.shareWith()),
                            Domains.userOf(offer.sender())))
            .isEmpty();
    return met
        ? Reply.failed(
            Failure.client(Code.RECIPIENT_NOT_FOUND, "There is no such user here."),
            400,
            Map.of("name", "shareWith", "message", "NOT_FOUND"))
        : reply(RecipientRules.notConnected(), "");
  }

  private Peer peer(String domain) {
    return peers.health(domain).peer().orElseGet(() -> peers.discover(domain));
  }

  private Ruling decide(Tx tx, OfferedShare offer, Admitted from, User recipient, URI uri) {
    String domain = from.domain();
    String remoteUser = Domains.userOf(offer.sender());
    tx.lockPair(domain, recipient.id());
    Ruling ruling =
        RecipientRules.decide(
            offer,
            domain,
            recipient.id(),
            tx.incoming().byProviderId(domain, offer.providerId()),
            offer.acceptanceId().flatMap(tx.acceptances()::find),
            tx.acceptances().ofPair(domain, recipient.id(), remoteUser));
    switch (ruling) {
      case Ruling.Take take -> take(tx, offer, from, recipient, uri, take.under());
      case Ruling.Complete complete -> {
        Remote remote = new Remote(domain, remoteUser, offer.senderName(), null);
        if (!connections.complete(tx, complete.pending(), remote, true)) {
          return new Ruling.Refuse(
              410, Failure.client(Code.NOT_CONNECTED, "The connection has ended meanwhile."), null);
        }
        take(tx, offer, from, recipient, uri, complete.pending());
      }
      case Ruling.Refuse refuse when refuse.status() == 503 ->
          // It names what we hold disputed: perhaps it knows it again.
          tx.comparisons().soon(domain, clock.instant(), Comparisons.NOT_WITHIN);
      default -> {}
    }
    return ruling;
  }

  private void take(
      Tx tx, OfferedShare offer, Admitted from, User recipient, URI uri, Acceptance under) {
    Set<String> permissions = new TreeSet<>(offer.permissions());
    permissions.retainAll(from.trust().permissions());
    IncomingShare share =
        new IncomingShare(
            ids.newId(),
            from.domain(),
            offer.providerId(),
            recipient.id(),
            Domains.userOf(offer.sender()),
            offer.senderName(),
            offer.name(),
            offer.resourceType().equals("folder"),
            offer.size(),
            permissions,
            uri.toString(),
            Sha256.hex(offer.secret()),
            box.seal(offer.secret()),
            offer.fingerprint(),
            offer.expiresAt(),
            clock.instant(),
            IncomingState.RECEIVED,
            null,
            under.id(),
            null,
            null,
            null);
    tx.incoming().save(share);
    steps.tell(tx, share, "received", Cause.PEER);
    declared.settle(tx, share.domain(), share.localUser(), share.remoteUser());
  }

  private static Reply reply(Ruling ruling, String recipientName) {
    return ruling instanceof Ruling.Refuse refuse
        ? Reply.failed(refuse.failure(), refuse.status(), refuse.field())
        : Reply.of(201, Map.of("recipientDisplayName", recipientName));
  }
}
