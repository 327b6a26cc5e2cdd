package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.PostgresStore;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * The store of this process, and the database behind it; a process without the ocm role has none,
 * and its store says so.
 *
 * @param database empty without the ocm role
 */
record StoreAccess(Store store, Optional<Database> database, Optional<Signals> signals) {

  static StoreAccess open(Settings settings, Clock clock) {
    String url =
        settings
            .dbUrl()
            .orElseThrow(
                () -> new IllegalStateException("OCMFED_DB_URL is needed for the role ocm"));
    Database database =
        new Database(
            url, settings.dbUser().orElse(null), new MountedFile(settings.dbPasswordFile(), clock));
    Signals signals = new Signals(database.connections());
    return new StoreAccess(
        new PostgresStore(database.connections(), signals),
        Optional.of(database),
        Optional.of(signals));
  }

  static StoreAccess none() {
    return new StoreAccess(
        new Store() {
          @Override
          public <T> T inTransaction(Function<io.ocmfed.runtime.store.Tx, T> work) {
            throw absent();
          }

          @Override
          public Changes changes() {
            throw absent();
          }
        },
        Optional.empty(),
        Optional.empty());
  }

  private static RuntimeException absent() {
    return Failure.of(Code.STORE_UNAVAILABLE, "store", "This process does not play the role ocm.")
        .toException();
  }
}
