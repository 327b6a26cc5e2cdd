package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.connection.InviterRules.Observed;
import io.ocmfed.runtime.connection.InviterRules.Ruling;
import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.inbound.Admission.Admitted;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user of a peer has accepted an invitation of ours. */
public final class InviteAcceptedInbox {

  private final Store store;
  private final Admission admission;
  private final GatewayClient gateway;
  private final Connections connections;
  private final String ownDomain;
  private final Ids ids;
  private final Clock clock;

  public InviteAcceptedInbox(
      Store store,
      Admission admission,
      GatewayClient gateway,
      Connections connections,
      String ownDomain,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.gateway = gateway;
    this.connections = connections;
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
    InviteAccepted message = InviteAccepted.read(json);
    Admitted from = admission.admit(sender, message.recipientProvider());
    if (from.domain().equals(ownDomain)
        || Domains.normal(message.recipientProvider()).equals(ownDomain)) {
      throw Failure.client(
              Code.INVALID_REQUEST, "An invitation cannot be accepted where it was issued.")
          .toException();
    }
    Remote remote = new Remote(from.domain(), message.userId(), message.name(), message.mail());
    String tokenHash = Sha256.hex(message.token());
    Before before = store.inTransaction(tx -> look(tx, message, tokenHash, remote.domain()));
    if (before.over()) {
      return refused(410, InviterRules.OVER);
    }
    Optional<User> user = before.inviter().flatMap(gateway::user);
    if (user.isEmpty()) {
      return refused(
          400,
          Failure.client(
              Code.INVITE_UNKNOWN,
              "This invitation was never issued here, or has been withdrawn. Ask the inviter for a"
                  + " new one."));
    }
    boolean allowed = from.trust().invites().outgoing();
    Ruling ruling =
        store.inTransaction(tx -> decide(tx, message, remote, tokenHash, user.get().id(), allowed));
    return switch (ruling) {
      case Ruling.Welcome welcome -> Reply.of(200, identity(user.get()));
      case Ruling.Already already -> Reply.of(200, identity(user.get()));
      case Ruling.Refuse refuse -> refused(refuse.status(), refuse.failure());
    };
  }

  /**
   * What is known before the decision.
   *
   * @param inviter whose identity the answer tells
   * @param over whether the id is that of an acceptance which has ended
   */
  private record Before(Optional<String> inviter, boolean over) {}

  private static Before look(Tx tx, InviteAccepted message, String tokenHash, String domain) {
    Optional<Acceptance> known =
        message
            .acceptanceId()
            .flatMap(tx.acceptances()::find)
            .filter(acceptance -> acceptance.domain().equals(domain));
    return new Before(
        known
            .map(Acceptance::localUser)
            .or(() -> tx.invitations().find(tokenHash).map(Invitation::userId)),
        known.filter(Acceptance::ended).isPresent());
  }

  private Ruling decide(
      Tx tx,
      InviteAccepted message,
      Remote remote,
      String tokenHash,
      String localUser,
      boolean allowed) {
    // In the order of UserRemovedInbox.
    message.acceptanceId().ifPresent(id -> tx.lock("acceptance " + id));
    tx.lockPair(remote.domain(), localUser);
    Optional<Invitation> invitation = tx.invitations().hold(tokenHash);
    List<Acceptance> uses = tx.acceptances().ofToken(tokenHash);
    Optional<Acceptance> known =
        message.acceptanceId().isPresent()
            ? tx.acceptances().find(message.acceptanceId().get())
            : uses.stream().filter(use -> isSame(use, remote)).findFirst();
    List<Removal> removals = tx.acceptances().removals(remote.domain(), localUser, remote.user());
    Ruling ruling =
        InviterRules.decide(
            new Observed(remote, known, invitation, uses, removals, clock.instant()));
    if (ruling instanceof Ruling.Welcome && !allowed) {
      return new Ruling.Refuse(
          403,
          Failure.client(
              Code.PEER_UNTRUSTED, "This server does not let " + remote.domain() + " accept."));
    }
    if (ruling instanceof Ruling.Already(Acceptance standing)) {
      connections.settle(tx, standing, Cause.PEER);
    }
    if (ruling instanceof Ruling.Welcome) {
      connections.begin(
          tx,
          Acceptance.byPeer(
              message.acceptanceId().orElseGet(ids::newId),
              localUser,
              remote,
              tokenHash,
              message.acceptanceId().isPresent(),
              tx.tick(),
              clock.instant()),
          Cause.PEER);
    }
    return ruling;
  }

  /** A server without ids repeats itself: the acceptance that stands is meant. */
  private static boolean isSame(Acceptance use, Remote remote) {
    return !use.idShared()
        && use.state() == AcceptanceState.STANDING
        && use.domain().equals(remote.domain())
        && use.remoteUser().equals(remote.user());
  }

  /** Never blank: Nextcloud does not take an answer with a blank field. */
  private Map<String, Object> identity(User user) {
    String name =
        user.displayName().isBlank()
            ? (user.login().isBlank() ? user.id() : user.login())
            : user.displayName();
    String mail = user.mail().isBlank() ? user.id() + "@" + Domains.host(ownDomain) : user.mail();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userID", user.id());
    body.put("email", mail);
    body.put("name", name);
    return body;
  }

  private static Reply refused(int status, Failure failure) {
    return Reply.failed(failure, status);
  }
}
