package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** A peer tells that one of its users has removed a connection. Only signed messages come here. */
public final class UserRemovedInbox {

  private final Connections connections;
  private final Clock clock;

  public UserRemovedInbox(Connections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * Ends the acceptances that the message names. Without names: all that stand with that user and
   * have no id. Ids that are not known are remembered as ended.
   *
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST when one of them is no id
   */
  public void receive(Tx tx, Remote remote, Collection<String> acceptanceIds) {
    if (!acceptanceIds.stream().allMatch(InviteAccepted::isId)) {
      throw Failure.client(Code.INVALID_REQUEST, "Field acceptanceIds has an entry that is no id.")
          .toException();
    }
    if (acceptanceIds.isEmpty()) {
      withoutIds(tx, remote);
      return;
    }
    // First the ids, then the pairs: an acceptance that is just being made is waited for, and then
    // its pair is known.
    TreeSet<String> ids = new TreeSet<>(acceptanceIds);
    ids.forEach(id -> tx.lock("acceptance " + id));
    new TreeSet<>(
            ids.stream()
                .map(tx.acceptances()::find)
                .flatMap(Optional::stream)
                .filter(acceptance -> concerns(acceptance, remote))
                .map(Acceptance::localUser)
                .filter(Objects::nonNull)
                .toList())
        .forEach(localUser -> tx.lockPair(remote.domain(), localUser));
    List<Acceptance> ended = new ArrayList<>();
    for (String id : ids) {
      Optional<Acceptance> known = tx.acceptances().find(id);
      if (known.isEmpty()) {
        Instant now = clock.instant();
        Acceptance tombstone = Acceptance.tombstone(id, remote, tx.tick(), now);
        tx.acceptances().save(tombstone);
        tx.trail().add(TrailEntry.of(tombstone, "ended", Cause.PEER, now));
      } else if (concerns(known.get(), remote) && !known.get().ended()) {
        connections.end(tx, known.get(), Party.PEER, Cause.PEER, null);
        ended.add(known.get());
      }
    }
    remember(tx, remote, ended);
  }

  private void withoutIds(Tx tx, Remote remote) {
    List<Acceptance> standing =
        tx.acceptances().standingWith(remote.domain(), remote.user()).stream()
            .filter(acceptance -> !acceptance.idShared())
            .toList();
    new TreeSet<>(standing.stream().map(Acceptance::localUser).toList())
        .forEach(localUser -> tx.lockPair(remote.domain(), localUser));
    List<Acceptance> ended =
        standing.stream()
            .map(seen -> tx.acceptances().find(seen.id()).orElseThrow())
            .filter(acceptance -> !acceptance.ended())
            .toList();
    ended.forEach(acceptance -> connections.end(tx, acceptance, Party.PEER, Cause.PEER, null));
    remember(tx, remote, ended);
  }

  private void remember(Tx tx, Remote remote, List<Acceptance> ended) {
    ended.stream()
        .map(Acceptance::localUser)
        .distinct()
        .forEach(
            localUser ->
                tx.acceptances()
                    .add(
                        new Removal(
                            tx.tick(),
                            remote.domain(),
                            localUser,
                            remote.user(),
                            Party.PEER,
                            Cause.PEER,
                            clock.instant())));
  }

  /** Only acceptances with that peer, and only of the user named. */
  private static boolean concerns(Acceptance acceptance, Remote remote) {
    return acceptance.domain().equals(remote.domain())
        && (acceptance.remoteUser() == null || acceptance.remoteUser().equals(remote.user()));
  }
}
