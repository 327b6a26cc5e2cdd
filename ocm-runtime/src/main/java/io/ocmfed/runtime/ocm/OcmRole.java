package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.connection.AcceptInvite;
import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.connection.InviteAcceptedCourier;
import io.ocmfed.runtime.connection.InviteAcceptedInbox;
import io.ocmfed.runtime.connection.RemoveConnection;
import io.ocmfed.runtime.connection.UserRemovedCourier;
import io.ocmfed.runtime.connection.UserRemovedInbox;
import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.inbound.Admission;
import io.ocmfed.runtime.invite.AcceptInvitation;
import io.ocmfed.runtime.invite.DeclaredInvites;
import io.ocmfed.runtime.invite.IssueInvite;
import io.ocmfed.runtime.notification.NotificationsInbox;
import io.ocmfed.runtime.outbox.Delivery;
import io.ocmfed.runtime.outbox.DeliveryDelays;
import io.ocmfed.runtime.outbox.OutboxWorker;
import io.ocmfed.runtime.outbox.Schedule;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.share.DeclareShare;
import io.ocmfed.runtime.share.DeclaredShares;
import io.ocmfed.runtime.share.SendShare;
import io.ocmfed.runtime.share.ShareCourier;
import io.ocmfed.runtime.share.ShareExpiry;
import io.ocmfed.runtime.share.ShareNoticeCourier;
import io.ocmfed.runtime.share.ShareNotices;
import io.ocmfed.runtime.share.ShareSteps;
import io.ocmfed.runtime.share.SharesFollowConnections;
import io.ocmfed.runtime.share.SharesInbox;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.trust.Heard;
import io.ocmfed.runtime.trust.StoredTrustBook;
import io.ocmfed.runtime.trust.TrustDiscovery;
import io.ocmfed.runtime.upkeep.Housekeeping;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The behaviour of the ocm role, wired by hand, so that tests and simulations run what the process
 * runs.
 *
 * @param inbox messages from peers
 * @param delivery messages to peers
 * @param worker sends them when started
 */
public record OcmRole(
    OcmInbox inbox,
    Delivery delivery,
    OutboxWorker worker,
    AcceptInvite accept,
    AcceptInvitation acceptInvitation,
    IssueInvite issueInvite,
    RemoveConnection removeConnection,
    DeclaredInvites declaredInvites,
    SendShare sendShare,
    DeclaredShares declaredShares,
    DeclareShare declareShare,
    ShareSteps shareSteps,
    ShareExpiry shareExpiry,
    TrustDiscovery trustDiscovery,
    DeliveryDelays deliveryDelays,
    Housekeeping housekeeping) {

  /**
   * What is around it.
   *
   * @param domain our OCM provider
   * @param publicBase our public URL, without trailing slash
   */
  public record Around(
      Store store,
      GatewayClient gateway,
      PeerDirectory peers,
      PeerCalls calls,
      SecretBox box,
      String domain,
      URI publicBase,
      Ids ids,
      RandomGenerator random,
      Clock clock) {}

  /**
   * Ends the connection that an acceptance made, or gives the acceptance up.
   *
   * @return whether there was anything to end
   */
  public boolean part(Tx tx, Acceptance seen, Cause cause) {
    tx.lockPair(seen.domain(), seen.localUser());
    Acceptance now = tx.acceptances().find(seen.id()).orElseThrow();
    return switch (now.state()) {
      case STANDING ->
          removeConnection.remove(tx, now.domain(), now.localUser(), now.remoteUser(), cause);
      case PENDING -> {
        removeConnection.giveUp(tx, now, cause);
        yield true;
      }
      case ENDED -> false;
    };
  }

  /** Wires it. Nothing runs yet. */
  public static OcmRole in(Around around) {
    Store store = around.store();
    Clock clock = around.clock();
    Ids ids = around.ids();
    SecretBox box = around.box();
    Admission admission = new Admission(new StoredTrustBook(store), around.peers());
    ShareSteps steps = new ShareSteps(clock);
    DeclaredShares declaredShares = new DeclaredShares(steps, box, ids, clock);
    Connections connections =
        new Connections(List.of(new SharesFollowConnections(steps, declaredShares)), clock);
    RemoveConnection removal = new RemoveConnection(connections, clock);
    AcceptInvite accept = new AcceptInvite(connections, box, ids, clock);
    Delivery delivery =
        new Delivery(
            store,
            around.peers(),
            around.calls(),
            new Schedule(around.random()::nextDouble),
            clock,
            List.of(
                new InviteAcceptedCourier(connections, removal, box, around.domain()),
                new UserRemovedCourier(clock),
                new ShareCourier(
                    connections,
                    steps,
                    declaredShares,
                    box,
                    around.domain(),
                    around.publicBase(),
                    clock),
                new ShareNoticeCourier(steps, box)));
    TrustDiscovery discovery = new TrustDiscovery(store, around.peers(), clock);
    OcmInbox inbox =
        new OcmInbox(
            new InviteAcceptedInbox(
                store, admission, around.gateway(), connections, around.domain(), ids, clock),
            new SharesInbox(
                store,
                admission,
                around.gateway(),
                around.peers(),
                connections,
                steps,
                declaredShares,
                box,
                around.domain(),
                ids,
                clock),
            new NotificationsInbox(
                store,
                admission,
                new UserRemovedInbox(connections, clock),
                new ShareNotices(store, steps),
                discovery),
            new Heard(store, clock));
    SendShare sendShare = new SendShare(store, around.gateway(), steps, box, ids, clock);
    return new OcmRole(
        inbox,
        delivery,
        new OutboxWorker(store, delivery, ids, clock),
        accept,
        new AcceptInvitation(store, around.gateway(), accept, around.domain(), clock),
        new IssueInvite(store, around.domain(), around.publicBase(), ids, clock),
        removal,
        new DeclaredInvites(accept, removal, clock),
        sendShare,
        declaredShares,
        new DeclareShare(store, sendShare, declaredShares, clock),
        steps,
        new ShareExpiry(store, steps, clock),
        discovery,
        new DeliveryDelays(store, clock),
        new Housekeeping(store, clock));
  }
}
