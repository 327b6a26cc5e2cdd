package io.ocmfed.runtime.store.postgres;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to a record, and matches columns with its parameters once for each list of columns.
 * Jdbi's own mapper does so anew for each query, however small.
 */
final class SpecializedMapper<T> implements RowMapper<T> {

  private final RowMapper<T> mapper;
  private final Map<List<String>, RowMapper<T>> byColumns = new ConcurrentHashMap<>();

  SpecializedMapper(Class<T> type) {
    this.mapper = ConstructorMapper.of(type);
  }

  @Override
  public T map(ResultSet row, StatementContext context) throws SQLException {
    return specialize(row, context).map(row, context);
  }

  @Override
  public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
    List<String> columns = columns(rows.getMetaData());
    RowMapper<T> known = byColumns.get(columns);
    if (known == null) {
      known = mapper.specialize(rows, context);
      byColumns.put(columns, known);
    }
    return known;
  }

  private static List<String> columns(ResultSetMetaData rows) throws SQLException {
    int count = rows.getColumnCount();
    var columns = new ArrayList<String>(count);
    for (int column = 1; column <= count; column++) {
      columns.add(rows.getColumnLabel(column));
    }
    return columns;
  }
}
