package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Invitations;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record InvitationTable(Handle handle) implements Invitations {

  private static final String SAVE =
      """
      insert into invitation (token_hash, user_id, domain, declared, description, expires_at,
          max_acceptances, created_at, withdrawn_at, first_tick, offered_tick)
      values (:tokenHash, :userId, :domain, :declared, :description, :expiresAt,
          :maxAcceptances, :createdAt, :withdrawnAt, :firstTick, :offeredTick)
      on conflict (token_hash) do update set user_id = excluded.user_id, domain =
          excluded.domain, declared = excluded.declared, description = excluded.description,
          expires_at = excluded.expires_at, max_acceptances = excluded.max_acceptances,
          created_at = excluded.created_at, withdrawn_at = excluded.withdrawn_at, first_tick =
          excluded.first_tick, offered_tick = excluded.offered_tick
      """;

  @Override
  public Optional<Invitation> find(String tokenHash) {
    return handle
        .createQuery("select * from invitation where token_hash = :hash")
        .bind("hash", tokenHash)
        .mapTo(Invitation.class)
        .findOne();
  }

  @Override
  public Optional<Invitation> hold(String tokenHash) {
    return handle
        .createQuery("select * from invitation where token_hash = :hash for update")
        .bind("hash", tokenHash)
        .mapTo(Invitation.class)
        .findOne();
  }

  @Override
  public void save(Invitation invitation) {
    handle.createUpdate(SAVE).bindMethods(invitation).execute();
  }

  @Override
  public List<Invitation> declaredBy(String name) {
    return handle
        .createQuery(
            """
            select * from invitation
            where declared = :name and withdrawn_at is null order by first_tick
            """)
        .bind("name", name)
        .mapTo(Invitation.class)
        .list();
  }
}
