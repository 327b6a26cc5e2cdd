package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.ComparisonRecord;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Delay;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * The store on PostgreSQL. Isolation is READ COMMITTED; what must be decided alone takes a lock.
 */
public final class PostgresStore implements Store {

  private static final int TRIES = 5;

  private final Jdbi jdbi;
  private final Signals signals;

  /**
   * @param database migrated already
   * @param signals wakes whoever waits for changes
   */
  public PostgresStore(DataSource database, Signals signals) {
    this.jdbi = prepared(Jdbi.create(database));
    this.signals = signals;
  }

  private static Jdbi prepared(Jdbi jdbi) {
    // The default quotes what was bound: hashes of tokens, sealed secrets, users.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    FailureColumn failures = new FailureColumn();
    WordsColumn words = new WordsColumn();
    jdbi.registerArgument(failures);
    jdbi.registerColumnMapper(Failure.class, failures);
    jdbi.registerArgument(words);
    jdbi.registerColumnMapper(new GenericType<Set<String>>() {}, words);
    jdbi.registerArrayType(String.class, "text");
    Stream.of(
            Acceptance.class,
            Removal.class,
            Invitation.class,
            OutgoingShare.class,
            IncomingShare.class,
            DeclaredInvite.class,
            DeclaredShare.class,
            TrustRecord.class,
            ComparisonRecord.class,
            OutboxEntry.class,
            Outbox.Owed.class,
            Outbox.Circuit.class,
            Delay.class,
            TrailEntry.class,
            Event.class)
        .forEach(type -> jdbi.registerRowMapper(type, new SpecializedMapper<>(type)));
    return jdbi;
  }

  @Override
  public <T> T inTransaction(Function<Tx, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> run(handle, work));
      } catch (ConnectionException gone) {
        throw unavailable(gone);
      } catch (org.jdbi.v3.core.JdbiException broken) {
        String state = sqlState(broken);
        if (attempt < TRIES && (state.equals("40001") || state.equals("40P01"))) {
          continue;
        }
        if (state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals("42P01")) {
          throw unavailable(broken);
        }
        throw broken;
      }
    }
  }

  private static <T> T run(Handle handle, Function<Tx, T> work) {
    EventLog events = new EventLog(handle);
    T result = work.apply(new PostgresTx(handle, events));
    events.flush();
    return result;
  }

  @Override
  public Changes changes() {
    return signals.subscribe();
  }

  private static RuntimeException unavailable(Exception cause) {
    return Failure.of(
            Code.STORE_UNAVAILABLE,
            "store",
            "The database does not answer. It is tried again; if this lasts, look at the"
                + " database.")
        .toException(cause);
  }

  private static String sqlState(Throwable broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
