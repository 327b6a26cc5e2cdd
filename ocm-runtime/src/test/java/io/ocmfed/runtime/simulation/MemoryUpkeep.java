package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Upkeep;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Forgets as the database does, but all at once. */
record MemoryUpkeep(Records records) implements Upkeep {

  @Override
  public void unconfirmed(Collection<String> acceptanceIds, Instant now) {
    acceptanceIds.stream()
        .filter(id -> records.unconfirmed.find(id).isEmpty())
        .forEach(id -> records.unconfirmed.put(id, now));
  }

  @Override
  public void confirmed(Collection<String> acceptanceIds) {
    acceptanceIds.forEach(records.unconfirmed::remove);
  }

  @Override
  public int noteExpired(Instant now, int limit) {
    List<Invitation> news =
        records.invitations.stream()
            .filter(one -> one.withdrawnAt() == null && !one.expiresAt().isAfter(now))
            .filter(one -> !noted(one))
            .limit(limit)
            .toList();
    news.forEach(
        one ->
            new MemoryTrail(records)
                .add(TrailEntry.of(one, "expired", Cause.EXPIRY, one.expiresAt())));
    return news.size();
  }

  private boolean noted(Invitation one) {
    return records.trail.stream()
        .anyMatch(
            note ->
                note.about() == TrailEntry.About.INVITATION
                    && note.subject().equals(one.tokenHash())
                    && note.what().equals("expired")
                    && !note.at().isBefore(one.expiresAt()));
  }

  @Override
  public int forget(Instant endedBefore, Instant now, int limit) {
    int gone =
        records.outgoing.removeIf(
                one ->
                    over(one.endedAt(), endedBefore)
                        && one.sealedSecret() == null
                        && unreferred(one.id()))
            + records.incoming.removeIf(
                one ->
                    over(one.endedAt(), endedBefore)
                        && one.sealedSecret() == null
                        && unreferred(one.id()));
    Predicate<Acceptance> past = one -> forgettable(one, endedBefore, now);
    List<String> ids = records.acceptances.stream().filter(past).map(Acceptance::id).toList();
    ids.forEach(records.acceptances::remove);
    records.trail.removeIf(note -> note.connection() != null && ids.contains(note.connection()));
    List<String> tokens =
        records.invitations.stream()
            .filter(
                one ->
                    over(one.withdrawnAt(), endedBefore) || one.expiresAt().isBefore(endedBefore))
            .map(Invitation::tokenHash)
            .filter(
                hash -> records.acceptances.stream().noneMatch(one -> hash.equals(one.tokenHash())))
            .filter(
                hash ->
                    records.declaredInvites.stream().noneMatch(one -> hash.equals(one.tokenHash())))
            .toList();
    tokens.forEach(records.invitations::remove);
    records.trail.removeIf(
        note -> note.about() == TrailEntry.About.INVITATION && tokens.contains(note.subject()));
    return gone
        + ids.size()
        + tokens.size()
        + records.removals.removeIf(one -> voidsNothing(one, endedBefore))
        + records.aside.removeIf(one -> over(one.at(), endedBefore));
  }

  private static boolean over(Instant at, Instant before) {
    return at != null && at.isBefore(before);
  }

  private boolean unreferred(String share) {
    return unowed(share)
        && records.declaredShares.stream().flatMap(MemoryUpkeep::named).noneMatch(share::equals);
  }

  private static Stream<String> named(DeclaredShare one) {
    return Stream.of(one.shareId(), one.previousId()).filter(Objects::nonNull);
  }

  private boolean unowed(String subject) {
    return records.outbox.stream().noneMatch(entry -> entry.subject().equals(subject));
  }

  private boolean forgettable(Acceptance one, Instant before, Instant now) {
    return one.ended()
        && over(one.endedAt(), before)
        && records.unconfirmed.find(one.id()).isEmpty()
        && unowed(one.id())
        && records.outgoing.stream().noneMatch(share -> one.id().equals(share.acceptanceId()))
        && records.incoming.stream().noneMatch(share -> one.id().equals(share.acceptanceId()))
        && records.declaredInvites.stream()
            .noneMatch(
                invite ->
                    one.id().equals(invite.acceptanceId())
                        || invite.type() == InviteType.ISSUE
                            && invite.tokenHash().equals(one.tokenHash()))
        && records.invitations.stream().noneMatch(token -> mayMake(token, one, now));
  }

  /** A tombstone does not say which token it was. */
  private static boolean mayMake(Invitation token, Acceptance one, Instant now) {
    return one.acceptedBy() == Party.PEER
        && token.withdrawnAt() == null
        && token.expiresAt().isAfter(now)
        && (token.tokenHash().equals(one.tokenHash())
            || one.tokenHash() == null
                && token.firstTick() < one.beganTick()
                && (token.domain() == null || token.domain().equals(one.domain())));
  }

  private boolean voidsNothing(Removal removal, Instant before) {
    return removal.at().isBefore(before)
        && records.invitations.stream()
            .noneMatch(
                one -> one.userId().equals(removal.localUser()) && one.firstTick() < removal.tick())
        && records.acceptances.stream()
            .noneMatch(
                one ->
                    one.state() == AcceptanceState.PENDING
                        && one.domain().equals(removal.domain())
                        && removal.localUser().equals(one.localUser())
                        && one.beganTick() < removal.tick());
  }
}
