package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Upkeep;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

record UpkeepTables(Handle handle) implements Upkeep {

  /** A share is kept while its secret is: that is erased when the peer knows of the end. */
  private static final String SHARES =
      """
      delete from <table> where id in (
        select s.id from <table> s
        where s.ended_at < :before and s.sealed_secret is null
          and not exists (select 1 from outbox o where o.subject = s.id)
          and not exists (select 1 from declared_share d where s.id in (d.share_id, d.previous_id))
        limit :limit)
      """;

  /**
   * A token could still be accepted while its invitation is open, or a declaration may open it
   * again. A tombstone does not say which token it was: it stays while any older one is open.
   */
  private static final String ACCEPTANCES =
      """
      delete from acceptance where id in (
        select a.id from acceptance a
        where a.state = 'ENDED' and a.ended_at < :before
          and not exists (select 1 from unconfirmed u where u.acceptance_id = a.id)
          and not exists (select 1 from outbox o where o.subject = a.id)
          and not exists (select 1 from outgoing_share s where s.acceptance_id = a.id)
          and not exists (select 1 from incoming_share s where s.acceptance_id = a.id)
          and not exists (
            select 1 from declared_invite d
            where d.acceptance_id = a.id or (d.type = 'ISSUE' and d.token_hash = a.token_hash))
          and not exists (
            select 1 from invitation i
            where a.accepted_by = 'PEER' and i.withdrawn_at is null and i.expires_at > :now
              and (i.token_hash = a.token_hash
                   or (a.token_hash is null and i.first_tick < a.began_tick
                       and (i.domain is null or i.domain = a.domain))))
        limit :limit)
      returning id
      """;

  private static final String INVITATIONS =
      """
      delete from invitation where token_hash in (
        select i.token_hash from invitation i
        where (i.withdrawn_at < :before or i.expires_at < :before)
          and not exists (select 1 from acceptance a where a.token_hash = i.token_hash)
          and not exists (select 1 from declared_invite d where d.token_hash = i.token_hash)
        limit :limit)
      returning token_hash
      """;

  private static final String REMOVALS =
      """
      delete from removal where tick in (
        select r.tick from removal r
        where r.at < :before
          and not exists (
            select 1 from invitation i where i.user_id = r.local_user and i.first_tick < r.tick)
          and not exists (
            select 1 from acceptance a
            where a.state = 'PENDING' and a.domain = r.domain and a.local_user = r.local_user
              and a.began_tick < r.tick)
        limit :limit)
      """;

  @Override
  public void unconfirmed(Collection<String> acceptanceIds, Instant now) {
    var batch =
        handle.prepareBatch(
            """
            insert into unconfirmed (acceptance_id, since) values (:id, :now)
            on conflict (acceptance_id) do nothing
            """);
    acceptanceIds.forEach(id -> batch.bind("id", id).bind("now", now).add());
    if (!acceptanceIds.isEmpty()) {
      batch.execute();
    }
  }

  @Override
  public void confirmed(Collection<String> acceptanceIds) {
    if (!acceptanceIds.isEmpty()) {
      handle
          .createUpdate("delete from unconfirmed where acceptance_id in (<ids>)")
          .bindList("ids", List.copyOf(acceptanceIds))
          .execute();
    }
  }

  @Override
  public int noteExpired(Instant now, int limit) {
    return handle
        .createUpdate(
            """
            insert into trail (at, about, subject, what, cause)
            select i.expires_at, 'INVITATION', i.token_hash, 'expired', 'EXPIRY' from invitation i
            where i.withdrawn_at is null and i.expires_at <= :now
              and not exists (
                select 1 from trail t
                where t.about = 'INVITATION' and t.subject = i.token_hash and t.what = 'expired'
                  and t.at >= i.expires_at)
            order by i.expires_at limit :limit
            """)
        .bind("now", now)
        .bind("limit", limit)
        .execute();
  }

  @Override
  public int forget(Instant endedBefore, Instant now, int limit) {
    int gone = shares("outgoing_share", endedBefore, limit);
    gone += shares("incoming_share", endedBefore, limit);
    List<String> acceptances = returning(ACCEPTANCES, endedBefore, now, limit);
    trail("connection in (<ids>)", acceptances);
    List<String> invitations = returning(INVITATIONS, endedBefore, now, limit);
    trail("subject in (<ids>) and about = 'INVITATION'", invitations);
    gone += acceptances.size() + invitations.size();
    gone +=
        handle.createUpdate(REMOVALS).bind("before", endedBefore).bind("limit", limit).execute();
    gone +=
        handle
            .createUpdate("delete from outbox_aside where set_aside_at < :before")
            .bind("before", endedBefore)
            .execute();
    return gone;
  }

  private int shares(String table, Instant before, int limit) {
    return handle
        .createUpdate(SHARES)
        .define("table", table)
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  private List<String> returning(String delete, Instant before, Instant now, int limit) {
    return handle
        .createQuery(delete)
        .bind("before", before)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  private void trail(String which, List<String> ids) {
    if (!ids.isEmpty()) {
      handle.createUpdate("delete from trail where " + which).bindList("ids", ids).execute();
    }
  }
}
