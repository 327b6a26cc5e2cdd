package io.ocmfed.runtime.ocm;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Copies of all tables of a store, and back: a backup that is restored. */
final class StoreCopies {

  private final DataSource database;

  StoreCopies(DataSource database) {
    this.database = database;
  }

  /** Copies everything under a name. */
  void take(String name) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + name);
      for (String table : tables(statement)) {
        statement.execute("create table " + name + "." + table + " as table public." + table);
      }
      for (String sequence : SEQUENCES) {
        statement.execute(
            "create table " + name + "." + sequence + "_at as select last_value from " + sequence);
      }
    }
  }

  /** Everything is as it was then; what came after is forgotten. */
  void putBack(String name) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      List<String> tables = tables(statement);
      statement.execute("truncate " + String.join(", ", tables));
      for (String table : tables) {
        statement.execute(
            "insert into public."
                + table
                + " overriding system value select * from "
                + name
                + "."
                + table);
      }
      for (String sequence : SEQUENCES) {
        statement.execute(
            "select setval('"
                + sequence
                + "', (select last_value from "
                + name
                + "."
                + sequence
                + "_at))");
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** Everything that is stored, as text, but for when comparisons are due. */
  List<String> content() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      for (String table : tables(statement)) {
        if (!table.equals("comparison")) {
          try (ResultSet row = statement.executeQuery("select t::text from " + table + " t")) {
            while (row.next()) {
              rows.add(table + " " + row.getString(1));
            }
          }
        }
      }
      rows.sort(null);
      return rows;
    }
  }

  private static final List<String> SEQUENCES = List.of("tick", "event_cursor", "outbox_id_seq");

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "select table_name from information_schema.tables where table_schema = 'public'"
                + " and table_type = 'BASE TABLE' and table_name not like 'flyway%' order by 1")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
