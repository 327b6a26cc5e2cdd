package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Acceptances;
import io.ocmfed.runtime.store.Declarations;
import io.ocmfed.runtime.store.IncomingShares;
import io.ocmfed.runtime.store.Invitations;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutgoingShares;
import io.ocmfed.runtime.store.Trail;
import io.ocmfed.runtime.store.Trusts;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.store.Upkeep;
import org.jdbi.v3.core.Handle;

/** One transaction on one connection. */
record PostgresTx(Handle handle, EventLog events) implements Tx {

  @Override
  public void lock(String key) {
    handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 1))", key);
  }

  @Override
  public long tick() {
    return handle.createQuery("select nextval('tick')").mapTo(Long.class).one();
  }

  @Override
  public Acceptances acceptances() {
    return new AcceptanceTable(handle);
  }

  @Override
  public Invitations invitations() {
    return new InvitationTable(handle);
  }

  @Override
  public OutgoingShares outgoing() {
    return new OutgoingShareTable(handle);
  }

  @Override
  public IncomingShares incoming() {
    return new IncomingShareTable(handle);
  }

  @Override
  public Declarations declarations() {
    return new DeclarationTables(handle);
  }

  @Override
  public Trusts trusts() {
    return new TrustTable(handle);
  }

  @Override
  public Outbox outbox() {
    return new OutboxTables(handle, events);
  }

  @Override
  public Trail trail() {
    return new TrailTable(handle);
  }

  @Override
  public Upkeep upkeep() {
    return new UpkeepTables(handle);
  }
}
