package io.ocmfed.runtime.store.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.AgroalSecurityProvider;
import io.agroal.api.security.NamePrincipal;
import io.ocmfed.runtime.settings.MountedFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * The connections to PostgreSQL. Made without asking the database; {@link #prepare} brings the
 * schema up to date and may be called until it works. The password is read for each new connection,
 * so that a rotated one is found.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Database.class);

  private final AgroalDataSource pool;
  private volatile boolean ready;

  /**
   * @param url JDBC URL
   * @param user null leaves it to the URL
   * @param password null leaves it to the URL
   */
  public Database(String url, String user, MountedFile password) {
    AgroalSecurityProvider passwords = credential -> password(credential, user);
    try {
      this.pool =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      connections ->
                          connections
                              .initialSize(0)
                              .minSize(0)
                              .maxSize(20)
                              // A crowd that decides about the same users stands in line, each with
                              // a connection; who waits behind it is served late rather than
                              // refused. A database that is gone is found out by connectTimeout.
                              .acquisitionTimeout(Duration.ofSeconds(20))
                              .validateOnBorrow(false)
                              // Otherwise a broken one goes back to the pool, and one that is never
                              // idle for long enough to be validated is handed out for ever.
                              .exceptionSorter(Database::broken)
                              .idleValidationTimeout(Duration.ofSeconds(5))
                              .connectionFactoryConfiguration(
                                  factory -> {
                                    factory
                                        .connectionProviderClass(org.postgresql.Driver.class)
                                        .jdbcUrl(url)
                                        .jdbcProperty("connectTimeout", "5")
                                        // An error's detail quotes the row.
                                        .jdbcProperty("logServerErrorDetail", "false")
                                        .jdbcProperty("tcpKeepAlive", "true")
                                        .jdbcProperty("ApplicationName", "ocmfed");
                                    if (user != null) {
                                      factory.principal(new NamePrincipal(user));
                                    }
                                    if (password != null) {
                                      factory.credential(password).addSecurityProvider(passwords);
                                    }
                                    return factory;
                                  })));
    } catch (SQLException impossible) {
      throw new IllegalStateException("the database settings cannot be used", impossible);
    }
  }

  private static Properties password(Object credential, String user) {
    if (!(credential instanceof MountedFile file)) {
      return null;
    }
    Properties properties = new Properties();
    Optional.ofNullable(user).ifPresent(name -> properties.setProperty("user", name));
    file.text().ifPresent(text -> properties.setProperty("password", text));
    return properties;
  }

  /** The connections. */
  public DataSource connections() {
    return pool;
  }

  /** Whether the schema is up to date. */
  public boolean ready() {
    return ready;
  }

  /** Whether the database answers now. */
  public boolean answers() {
    try (var connection = pool.getConnection()) {
      if (!connection.isValid(2)) {
        // Says no without an exception, by which the pool would know that it is broken.
        connection.createStatement().execute("SELECT 1");
      }
      return true;
    } catch (SQLException silent) {
      return false;
    }
  }

  /** Whether nothing more can be done with a connection: it is gone, or its server is ending it. */
  private static boolean broken(SQLException thrown) {
    String state = thrown.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /**
   * Brings the schema up to date; several processes may do so at once.
   *
   * @return whether the database answered and the schema is good
   */
  public boolean prepare() {
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .baselineOnMigrate(false)
          .load()
          .migrate();
      ready = true;
    } catch (FlywayException failed) {
      LOG.warnf("event=store.prepare.failed reason=\"%s\"", firstLine(failed));
      ready = false;
    }
    return ready;
  }

  private static String firstLine(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    pool.close();
  }
}
