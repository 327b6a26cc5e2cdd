package io.ocmfed.runtime.store.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ocmfed.runtime.web.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Failures are kept as JSON. */
final class FailureColumn extends AbstractArgumentFactory<Failure>
    implements ColumnMapper<Failure> {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  FailureColumn() {
    super(Types.VARCHAR);
  }

  @Override
  protected Argument build(Failure value, ConfigRegistry config) {
    return (position, statement, context) -> {
      try {
        statement.setString(position, JSON.writeValueAsString(value));
      } catch (JsonProcessingException impossible) {
        throw new SQLException(impossible);
      }
    };
  }

  @Override
  public Failure map(ResultSet row, int column, StatementContext context) throws SQLException {
    String json = row.getString(column);
    try {
      return json == null ? null : JSON.readValue(json, Failure.class);
    } catch (JsonProcessingException unreadable) {
      throw new SQLException("column of a failure holds something else", unreadable);
    }
  }
}
