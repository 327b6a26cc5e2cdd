package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Declarations;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record DeclarationTables(Handle handle) implements Declarations {

  private static final String SAVE_INVITE =
      """
      insert into declared_invite (name, uid, generation, domain, type, user_id, token_hash,
          expires_at, max_acceptances, reaccept_at, acceptance_id, ever_connected, failure,
          deleted_at)
      values (:name, :uid, :generation, :domain, :type, :userId, :tokenHash, :expiresAt,
          :maxAcceptances, :reacceptAt, :acceptanceId, :everConnected, :failure, :deletedAt)
      on conflict (name) do update set uid = excluded.uid, generation = excluded.generation,
          domain = excluded.domain, type = excluded.type, user_id = excluded.user_id,
          token_hash = excluded.token_hash, expires_at = excluded.expires_at, max_acceptances
          = excluded.max_acceptances, reaccept_at = excluded.reaccept_at, acceptance_id =
          excluded.acceptance_id, ever_connected = excluded.ever_connected, failure =
          excluded.failure, deleted_at = excluded.deleted_at
      """;

  private static final String SAVE_SHARE =
      """
      insert into declared_share (name, uid, generation, domain, direction, local_user,
          remote_user, resource, permissions, expires_at, match_name, response, share_id,
          previous_id, created_at, resource_name, folder,
          size, owner_name)
      values (:name, :uid, :generation, :domain, :direction, :localUser, :remoteUser,
          :resource, :permissions, :expiresAt, :matchName, :response, :shareId, :previousId,
          :createdAt, :resourceName, :folder,
          :size, :ownerName)
      on conflict (name) do update set uid = excluded.uid, generation = excluded.generation,
          domain = excluded.domain, direction = excluded.direction, local_user =
          excluded.local_user, remote_user = excluded.remote_user, resource =
          excluded.resource, permissions = excluded.permissions, expires_at =
          excluded.expires_at, match_name = excluded.match_name, response = excluded.response,
          share_id = excluded.share_id, previous_id = excluded.previous_id, created_at =
          excluded.created_at,
          resource_name = excluded.resource_name, folder = excluded.folder,
          size = excluded.size, owner_name = excluded.owner_name
      """;

  @Override
  public Optional<DeclaredInvite> invite(String name) {
    return handle
        .createQuery("select * from declared_invite where name = :name for update")
        .bind("name", name)
        .mapTo(DeclaredInvite.class)
        .findOne();
  }

  @Override
  public void save(DeclaredInvite invite) {
    handle.createUpdate(SAVE_INVITE).bindMethods(invite).execute();
  }

  @Override
  public List<DeclaredInvite> invites(String after, int limit) {
    return handle
        .createQuery(
            """
            select * from declared_invite
            where name > :after and deleted_at is null order by name limit :limit
            """)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(DeclaredInvite.class)
        .list();
  }

  @Override
  public List<DeclaredInvite> invitesByToken(String tokenHash) {
    return handle
        .createQuery(
            """
            select * from declared_invite
            where token_hash = :hash and deleted_at is null order by name
            """)
        .bind("hash", tokenHash)
        .mapTo(DeclaredInvite.class)
        .list();
  }

  @Override
  public List<DeclaredInvite> invitesWith(String domain) {
    return handle
        .createQuery(
            """
            select * from declared_invite
            where domain = :domain and deleted_at is null order by name
            """)
        .bind("domain", domain)
        .mapTo(DeclaredInvite.class)
        .list();
  }

  @Override
  public int forgetInvites(Instant deletedBefore) {
    return handle
        .createUpdate("delete from declared_invite where deleted_at < :before")
        .bind("before", deletedBefore)
        .execute();
  }

  @Override
  public Optional<DeclaredShare> share(String name) {
    return handle
        .createQuery("select * from declared_share where name = :name for update")
        .bind("name", name)
        .mapTo(DeclaredShare.class)
        .findOne();
  }

  @Override
  public void save(DeclaredShare share) {
    handle.createUpdate(SAVE_SHARE).bindMethods(share).execute();
  }

  @Override
  public void deleteShare(String name) {
    handle
        .createUpdate("delete from declared_share where name = :name")
        .bind("name", name)
        .execute();
  }

  @Override
  public List<DeclaredShare> shares(String after, int limit) {
    return handle
        .createQuery("select * from declared_share where name > :after order by name limit :limit")
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(DeclaredShare.class)
        .list();
  }

  @Override
  public Optional<DeclaredShare> rival(DeclaredShare share) {
    return handle
        .createQuery(
            """
            select * from declared_share
            where direction = :direction and domain = :domain and local_user = :localUser
              and remote_user = :remoteUser
              and coalesce(resource, match_name) = coalesce(:resource, :matchName)
              and name <> :name
            """)
        .bindMethods(share)
        .mapTo(DeclaredShare.class)
        .findOne();
  }

  @Override
  public List<DeclaredShare> sharesOf(String domain, String localUser, String remoteUser) {
    return handle
        .createQuery(
            """
            select * from declared_share
            where domain = :domain and local_user = :local and remote_user = :remote
            order by created_at, name
            """)
        .bind("domain", domain)
        .bind("local", localUser)
        .bind("remote", remoteUser)
        .mapTo(DeclaredShare.class)
        .list();
  }
}
