package io.ocmfed.runtime.store.postgres;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A few words of the wire, such as permissions, are kept comma separated. Preparable, because
 * batches ask such factories first, and Jdbi has one that writes a set as an array.
 */
final class WordsColumn implements ArgumentFactory.Preparable, ColumnMapper<Set<String>> {

  @Override
  public Optional<Argument> build(Type type, Object value, ConfigRegistry config) {
    return value instanceof Set<?> ? Optional.of(joined(value)) : Optional.empty();
  }

  @Override
  public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
    return Set.class.isAssignableFrom(GenericTypes.getErasedType(type))
        ? Optional.of(WordsColumn::joined)
        : Optional.empty();
  }

  private static Argument joined(Object words) {
    if (words == null) {
      return new NullArgument(Types.VARCHAR);
    }
    String joined =
        ((Set<?>) words).stream().map(Object::toString).sorted().collect(Collectors.joining(","));
    return (position, statement, context) -> statement.setString(position, joined);
  }

  @Override
  public Set<String> map(ResultSet row, int column, StatementContext context) throws SQLException {
    String joined = row.getString(column);
    return joined == null || joined.isEmpty()
        ? Set.of()
        : java.util.Collections.unmodifiableSet(new LinkedHashSet<>(List.of(joined.split(","))));
  }
}
