package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Store.Changes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * LISTEN on one connection, for all who wait for changes. When the connection is lost it is made
 * again, and everybody is woken once: something may have been missed.
 */
public final class Signals implements AutoCloseable {

  static final String CHANNEL = "ocmfed";

  private static final Logger LOG = Logger.getLogger(Signals.class);
  private static final int LISTEN_MILLIS = 5_000;

  private final DataSource database;
  private final Set<Subscription> waiting = ConcurrentHashMap.newKeySet();
  private final Thread listener;
  private volatile boolean closed;

  public Signals(DataSource database) {
    this.database = database;
    this.listener = Thread.ofVirtual().name("store-signals").start(this::listen);
  }

  Changes subscribe() {
    Subscription subscription = new Subscription();
    waiting.add(subscription);
    return subscription;
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        wake();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
          var notifications = postgres.getNotifications(LISTEN_MILLIS);
          if (notifications != null && notifications.length > 0) {
            wake();
          }
        }
      } catch (SQLException lost) {
        if (!closed) {
          LOG.debugf("event=store.signals.lost reason=%s", lost.getSQLState());
          pause();
        }
      }
    }
  }

  private void wake() {
    waiting.forEach(Subscription::wake);
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    listener.interrupt();
  }

  /** One who waits. A signal that comes while it does not wait is kept. */
  private final class Subscription implements Changes {

    private final Semaphore signal = new Semaphore(0);

    private void wake() {
      if (signal.availablePermits() == 0) {
        signal.release();
      }
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
      boolean changed = signal.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
      signal.drainPermits();
      return changed;
    }

    @Override
    public void close() {
      waiting.remove(this);
    }
  }
}
