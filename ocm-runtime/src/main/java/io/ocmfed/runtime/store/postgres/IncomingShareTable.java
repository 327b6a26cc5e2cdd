package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingShares;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class IncomingShareTable extends ShareTable<IncomingShare> implements IncomingShares {

  private static final String SAVE =
      """
      insert into incoming_share (id, domain, provider_id, local_user, remote_user,
          remote_name, name, folder, size, permissions, uri, secret_hash, sealed_secret,
          payload_hash, expires_at, created_at, state, reason, acceptance_id, declared,
          unreachable_since, ended_at)
      values (:id, :domain, :providerId, :localUser, :remoteUser, :remoteName, :name, :folder,
          :size, :permissions, :uri, :secretHash, :sealedSecret, :payloadHash, :expiresAt,
          :createdAt, :state, :reason, :acceptanceId, :declared, :unreachableSince, :endedAt)
      on conflict (id) do update set domain = excluded.domain, provider_id =
          excluded.provider_id, local_user = excluded.local_user, remote_user =
          excluded.remote_user, remote_name = excluded.remote_name, name = excluded.name,
          folder = excluded.folder, size = excluded.size, permissions = excluded.permissions,
          uri = excluded.uri, secret_hash = excluded.secret_hash, sealed_secret =
          excluded.sealed_secret, payload_hash = excluded.payload_hash, expires_at =
          excluded.expires_at, created_at = excluded.created_at, state = excluded.state,
          reason = excluded.reason, acceptance_id = excluded.acceptance_id, declared =
          excluded.declared, unreachable_since = excluded.unreachable_since, ended_at =
          excluded.ended_at
      """;

  IncomingShareTable(Handle handle) {
    super(
        handle, IncomingShare.class, "incoming_share", SAVE, "", "provider_id", "ended_at is null");
  }

  @Override
  public Optional<IncomingShare> byProviderId(String domain, String providerId) {
    return handle()
        .createQuery(
            "select * from incoming_share where domain = :domain and provider_id = :provider")
        .bind("domain", domain)
        .bind("provider", providerId)
        .mapTo(IncomingShare.class)
        .findOne();
  }

  @Override
  public Optional<IncomingShare> bySecret(String providerId, String secretHash) {
    return handle()
        .createQuery(
            """
            select * from incoming_share where provider_id = :provider and secret_hash = :hash
            """)
        .bind("provider", providerId)
        .bind("hash", secretHash)
        .mapTo(IncomingShare.class)
        .findFirst();
  }

  @Override
  public void unreachable(String id, Instant since) {
    handle()
        .createUpdate(
            """
            update incoming_share
            set unreachable_since = case when cast(:since as timestamptz) is null then null
                                         else coalesce(unreachable_since, :since) end
            where id = :id
              and (unreachable_since is null) <> (cast(:since as timestamptz) is null)
            """)
        .bind("since", since)
        .bind("id", id)
        .execute();
  }

  @Override
  End end(IncomingShare share) {
    return new End(
        share.id(), share.state(), share.reason(), share.endedAt(), share.sealedSecret() == null);
  }
}
