package io.ocmfed.runtime.store.postgres;

/** A store on a new database with the schema. */
final class TestStore implements AutoCloseable {

  private final Database database = TestPostgres.prepared();
  private final Signals signals = new Signals(database.connections());
  private final PostgresStore store = new PostgresStore(database.connections(), signals);

  PostgresStore store() {
    return store;
  }

  @Override
  public void close() {
    signals.close();
    database.close();
  }
}
