package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingShares;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

record OutgoingShareTable(Handle handle) implements OutgoingShares {

  private static final String SAVE =
      """
      insert into outgoing_share (id, domain, local_user, remote_user, owner_name, resource,
          name, folder, size, permissions, expires_at, created_at, state, reason,
          acceptance_id, secret_hash, sealed_secret, sent, declared, failure, ended_at)
      values (:id, :domain, :localUser, :remoteUser, :ownerName, :resource, :name, :folder,
          :size, :permissions, :expiresAt, :createdAt, :state, :reason, :acceptanceId,
          :secretHash, :sealedSecret, :sent, :declared, :failure, :endedAt)
      on conflict (id) do update set domain = excluded.domain, local_user =
          excluded.local_user, remote_user = excluded.remote_user, owner_name =
          excluded.owner_name, resource = excluded.resource, name = excluded.name, folder =
          excluded.folder, size = excluded.size, permissions = excluded.permissions,
          expires_at = excluded.expires_at, created_at = excluded.created_at, state =
          excluded.state, reason = excluded.reason, acceptance_id = excluded.acceptance_id,
          secret_hash = excluded.secret_hash, sealed_secret = excluded.sealed_secret, sent =
          excluded.sent, declared = excluded.declared, failure = excluded.failure, ended_at =
          excluded.ended_at
      """;

  @Override
  public Optional<OutgoingShare> find(String id) {
    return handle
        .createQuery("select * from outgoing_share where id = :id")
        .bind("id", id)
        .mapTo(OutgoingShare.class)
        .findOne();
  }

  @Override
  public void save(OutgoingShare share) {
    handle.createUpdate(SAVE).bindMethods(share).execute();
  }

  @Override
  public List<OutgoingShare> openUnder(String acceptanceId) {
    return many(
        handle
            .createQuery(
                """
                select * from outgoing_share
                where acceptance_id = :acceptance and ended_at is null order by created_at, id
                """)
            .bind("acceptance", acceptanceId));
  }

  @Override
  public List<OutgoingShare> openOfPair(String domain, String localUser, String remoteUser) {
    return many(
        handle
            .createQuery(
                """
                select * from outgoing_share
                where domain = :domain and local_user = :local and remote_user = :remote
                  and ended_at is null
                order by created_at, id
                """)
            .bind("domain", domain)
            .bind("local", localUser)
            .bind("remote", remoteUser));
  }

  @Override
  public List<OutgoingShare> openOf(String localUser) {
    return many(
        handle
            .createQuery(
                """
                select * from outgoing_share
                where local_user = :local and ended_at is null order by created_at desc, id
                """)
            .bind("local", localUser));
  }

  @Override
  public List<OutgoingShare> expired(Instant now, int limit) {
    return many(
        handle
            .createQuery(
                """
                select * from outgoing_share where expires_at <= :now and ended_at is null limit :limit
                """)
            .bind("now", now)
            .bind("limit", limit));
  }

  @Override
  public List<OutgoingShare> undeclared(String after, int limit) {
    return many(
        handle
            .createQuery(
                """
                select * from outgoing_share
                where id > :after and declared is null and ended_at is null
                order by id limit :limit
                """)
            .bind("after", after)
            .bind("limit", limit));
  }

  @Override
  public void forgetSecrets(String domain, String localUser, String remoteUser) {
    handle
        .createUpdate(
            """
            update outgoing_share set sealed_secret = null
            where domain = :domain and local_user = :local and remote_user = :remote
              and ended_at is not null and sealed_secret is not null
            """)
        .bind("domain", domain)
        .bind("local", localUser)
        .bind("remote", remoteUser)
        .execute();
  }

  private static List<OutgoingShare> many(Query query) {
    return query.mapTo(OutgoingShare.class).list();
  }
}
