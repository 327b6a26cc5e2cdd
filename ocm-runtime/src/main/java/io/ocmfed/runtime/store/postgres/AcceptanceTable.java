package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Acceptances;
import io.ocmfed.runtime.store.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

record AcceptanceTable(Handle handle) implements Acceptances {

  private static final String SAVE =
      """
      insert into acceptance (id, local_user, remote_user, domain, remote_name, remote_mail,
          accepted_by, token_hash, sealed_token, id_shared, state, disputed_at, created_at,
          began_tick, sent, established_at, ended_at, ended_by, cause, failure, declared)
      values (:id, :localUser, :remoteUser, :domain, :remoteName, :remoteMail, :acceptedBy,
          :tokenHash, :sealedToken, :idShared, :state, :disputedAt, :createdAt, :beganTick,
          :sent, :establishedAt, :endedAt, :endedBy, :cause, :failure, :declared)
      on conflict (id) do update set local_user = excluded.local_user, remote_user =
          excluded.remote_user, domain = excluded.domain, remote_name = excluded.remote_name,
          remote_mail = excluded.remote_mail, accepted_by = excluded.accepted_by, token_hash =
          excluded.token_hash, sealed_token = excluded.sealed_token, id_shared =
          excluded.id_shared, state = excluded.state, disputed_at = excluded.disputed_at,
          created_at = excluded.created_at, began_tick = excluded.began_tick, sent =
          excluded.sent, established_at = excluded.established_at, ended_at =
          excluded.ended_at, ended_by = excluded.ended_by, cause = excluded.cause, failure =
          excluded.failure, declared = excluded.declared
      """;

  @Override
  public Optional<Acceptance> find(String id) {
    return one(handle.createQuery("select * from acceptance where id = :id").bind("id", id));
  }

  @Override
  public void save(Acceptance acceptance) {
    handle.createUpdate(SAVE).bindMethods(acceptance).execute();
  }

  @Override
  public List<Acceptance> ofPair(String domain, String localUser, String remoteUser) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where domain = :domain and local_user = :local and remote_user = :remote
                order by began_tick
                """)
            .bind("domain", domain)
            .bind("local", localUser)
            .bind("remote", remoteUser));
  }

  @Override
  public List<Acceptance> ofToken(String tokenHash) {
    return many(
        handle
            .createQuery("select * from acceptance where token_hash = :hash order by began_tick")
            .bind("hash", tokenHash));
  }

  @Override
  public List<Acceptance> standingWith(String domain, String remoteUser) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where domain = :domain and remote_user = :remote and state = 'STANDING'
                order by began_tick
                """)
            .bind("domain", domain)
            .bind("remote", remoteUser));
  }

  @Override
  public List<Acceptance> liveOf(String localUser) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where local_user = :local and state <> 'ENDED' order by began_tick
                """)
            .bind("local", localUser));
  }

  @Override
  public List<Acceptance> liveWith(String domain) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where domain = :domain and state <> 'ENDED' order by began_tick
                """)
            .bind("domain", domain));
  }

  @Override
  public List<Acceptance> madeBy(String declaration) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance where declared = :declared
                order by began_tick desc limit 100
                """)
            .bind("declared", declaration));
  }

  @Override
  public List<Acceptance> page(String domain, String localUser, String after, int limit) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where id > :after and local_user is not null
                  and (cast(:domain as text) is null or domain = :domain)
                  and (cast(:local as text) is null or local_user = :local)
                order by id limit :limit
                """)
            .bind("after", after)
            .bind("domain", domain)
            .bind("local", localUser)
            .bind("limit", limit));
  }

  @Override
  public int connections(String domain) {
    return handle
        .createQuery(
            """
            select count(distinct (local_user, remote_user)) from acceptance
            where domain = :domain and state = 'STANDING' and disputed_at is null
            """)
        .bind("domain", domain)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public List<String> comparable(String domain) {
    return handle
        .createQuery(
            """
            select id from acceptance
            where domain = :domain and state = 'STANDING' and id_shared
            """)
        .bind("domain", domain)
        .mapTo(String.class)
        .list();
  }

  @Override
  public List<Acceptance> among(String domain, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : many(
            handle
                .createQuery(
                    "select * from acceptance where domain = :domain and id in (<ids>) order by id")
                .bind("domain", domain)
                .bindList("ids", List.copyOf(ids)));
  }

  @Override
  public List<Acceptance> disputedBefore(Instant before, int limit) {
    return many(
        handle
            .createQuery(
                """
                select * from acceptance
                where disputed_at < :before and state = 'STANDING'
                order by disputed_at limit :limit
                """)
            .bind("before", before)
            .bind("limit", limit));
  }

  @Override
  public Map<String, Integer> disputed() {
    return handle
        .createQuery(
            """
            select domain, count(*) as many from acceptance
            where disputed_at is not null and state = 'STANDING' group by domain
            """)
        .reduceRows(
            new TreeMap<>(),
            (counts, row) -> {
              counts.put(
                  row.getColumn("domain", String.class), row.getColumn("many", Integer.class));
              return counts;
            });
  }

  @Override
  public void add(Removal removal) {
    handle
        .createUpdate(
            """
            insert into removal (tick, domain, local_user, remote_user, removed_by, cause, at)
            values (:tick, :domain, :localUser, :remoteUser, :removedBy, :cause, :at)
            """)
        .bindMethods(removal)
        .execute();
  }

  @Override
  public List<Removal> removals(String domain, String localUser, String remoteUser) {
    return handle
        .createQuery(
            """
            select * from removal
            where domain = :domain and local_user = :local and remote_user = :remote
            order by tick
            """)
        .bind("domain", domain)
        .bind("local", localUser)
        .bind("remote", remoteUser)
        .mapTo(Removal.class)
        .list();
  }

  private static Optional<Acceptance> one(Query query) {
    return query.mapTo(Acceptance.class).findOne();
  }

  private static List<Acceptance> many(Query query) {
    return query.mapTo(Acceptance.class).list();
  }
}
