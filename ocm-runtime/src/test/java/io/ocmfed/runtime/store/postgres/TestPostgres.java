package io.ocmfed.runtime.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL for a test run, a new database for each test. What is committed survives any
 * client, but not the machine.
 */
public final class TestPostgres {

  private static final String EMPTY = "template1";
  private static final String MIGRATED = "migrated";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedPostgres server;
  private static boolean migrated;

  private TestPostgres() {}

  /** JDBC URL of a new, empty database. */
  public static synchronized String newDatabase() {
    return create("test" + COUNT.incrementAndGet(), EMPTY);
  }

  /** A new database with the schema. */
  public static Database prepared() {
    Database database = new Database(migratedDatabase(), null, null);
    if (!database.prepare()) {
      throw new IllegalStateException("the schema cannot be made");
    }
    return database;
  }

  /** The schema is made once, and copied. */
  private static synchronized String migratedDatabase() {
    if (!migrated) {
      try (Database template = new Database(create(MIGRATED, EMPTY), null, null)) {
        migrated = template.prepare();
      }
    }
    return create("test" + COUNT.incrementAndGet(), MIGRATED);
  }

  private static String create(String name, String template) {
    try {
      if (server == null) {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start();
      }
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database %s template %s".formatted(name, template));
      }
      return server.getJdbcUrl("postgres", name);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
