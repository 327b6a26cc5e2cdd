package io.ocmfed.runtime.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for a test run, a new database for each test. Commits are durable, as always. */
public final class TestPostgres {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static EmbeddedPostgres server;

  private TestPostgres() {}

  /** JDBC URL of a new, empty database. */
  public static synchronized String newDatabase() {
    try {
      if (server == null) {
        server = EmbeddedPostgres.builder().start();
      }
      String name = "test" + COUNT.incrementAndGet();
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return server.getJdbcUrl("postgres", name);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** A new database with the schema. */
  public static Database prepared() {
    Database database = new Database(newDatabase(), null, null);
    if (!database.prepare()) {
      throw new IllegalStateException("the schema cannot be made");
    }
    return database;
  }
}
