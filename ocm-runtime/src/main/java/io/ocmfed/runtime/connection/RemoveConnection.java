package io.ocmfed.runtime.connection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.outbox.Lanes;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Our side parts two users, or gives up an acceptance. */
public final class RemoveConnection {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connections connections;
  private final Clock clock;

  public RemoveConnection(Connections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * Ends all that stands between the two users, with the shares, voids what was issued to the
   * remote user before, and owes the peer the news.
   *
   * @return whether anything stood
   */
  public boolean remove(Tx tx, String domain, String localUser, String remoteUser, Cause cause) {
    tx.lockPair(domain, localUser);
    List<Acceptance> standing =
        tx.acceptances().ofPair(domain, localUser, remoteUser).stream()
            .filter(acceptance -> acceptance.state() == AcceptanceState.STANDING)
            .toList();
    if (standing.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    tx.acceptances()
        .add(new Removal(tx.tick(), domain, localUser, remoteUser, Party.LOCAL, cause, now));
    owe(tx, Lanes.pair(domain, localUser, remoteUser), domain, localUser, remoteUser, standing);
    standing.forEach(acceptance -> connections.end(tx, acceptance, Party.LOCAL, cause, null));
    return true;
  }

  /** Ends an acceptance that the inviter has not confirmed. Callers hold the lock of the pair. */
  public void giveUp(Tx tx, Acceptance pending, Cause cause) {
    connections.end(tx, pending, Party.LOCAL, cause, pending.failure());
    tx.outbox().cancel(Set.of(MessageKind.INVITE_ACCEPTED), List.of(pending.id()), clock.instant());
    if (pending.sent()) {
      oweId(tx, pending);
    }
  }

  /** Tells the peer that one acceptance is over: it may know of it. */
  public void oweId(Tx tx, Acceptance acceptance) {
    owe(
        tx,
        Lanes.acceptance(acceptance.domain(), acceptance.id()),
        acceptance.domain(),
        acceptance.localUser(),
        acceptance.remoteUser(),
        List.of(acceptance));
  }

  private void owe(
      Tx tx,
      String lane,
      String domain,
      String localUser,
      String remoteUser,
      List<Acceptance> ended) {
    List<String> all = ended.stream().map(Acceptance::id).toList();
    ObjectNode body = JSON.createObjectNode().put("remoteUser", remoteUser);
    ArrayNode shared = body.putArray("acceptanceIds");
    ended.stream().filter(Acceptance::idShared).map(Acceptance::id).forEach(shared::add);
    all.forEach(body.putArray(UserRemovedCourier.ENDED)::add);
    tx.upkeep().unconfirmed(all, clock.instant());
    tx.outbox()
        .add(
            OutboxEntry.of(
                lane,
                domain,
                MessageKind.USER_REMOVED,
                localUser,
                body.toString(),
                clock.instant()));
  }
}
