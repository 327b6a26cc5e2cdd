package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingShares;
import org.jdbi.v3.core.Handle;

final class OutgoingShareTable extends ShareTable<OutgoingShare> implements OutgoingShares {

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

  OutgoingShareTable(Handle handle) {
    super(
        handle,
        OutgoingShare.class,
        "outgoing_share",
        SAVE,
        "failure = null, ",
        "id",
        "ended_at is null and state <> 'PENDING'");
  }

  @Override
  End end(OutgoingShare share) {
    return new End(
        share.id(), share.state(), share.reason(), share.endedAt(), share.sealedSecret() == null);
  }
}
