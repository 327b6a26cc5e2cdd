package io.ocmfed.runtime.store.postgres;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A few words of the wire, such as permissions, are kept comma separated. */
final class WordsColumn implements ArgumentFactory, ColumnMapper<Set<String>> {

  @Override
  public Optional<Argument> build(Type type, Object value, ConfigRegistry config) {
    if (value instanceof Set<?> words) {
      String joined =
          words.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
      return Optional.of((position, statement, context) -> statement.setString(position, joined));
    }
    return Optional.empty();
  }

  @Override
  public Set<String> map(ResultSet row, int column, StatementContext context) throws SQLException {
    String joined = row.getString(column);
    return joined == null || joined.isEmpty()
        ? Set.of()
        : java.util.Collections.unmodifiableSet(new LinkedHashSet<>(List.of(joined.split(","))));
  }
}
