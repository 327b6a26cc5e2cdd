package io.ocmfed.registry;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.KeyValueWatchOption;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection to one registry. Calls block, and fail when the server does not answer; a connection
 * that is lost stays so: open another. Only the server in the URL is ever dialled.
 */
public final class ServiceBucket implements AutoCloseable {

  /**
   * How long entries live in a bucket made by oCIS or OpenCloud, unless they are told otherwise.
   */
  public static final Duration USUAL_LIFETIME = Duration.ofSeconds(30);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final int BUCKET_NOT_FOUND = 404;
  private static final int WRONG_REVISION = 10071;

  private final Connection connection;
  private final KeyValue bucket;
  private final Duration lifetime;

  private ServiceBucket(Connection connection, KeyValue bucket, Duration lifetime) {
    this.connection = connection;
    this.bucket = bucket;
    this.lifetime = lifetime;
  }

  /** What to do when the bucket does not exist. */
  public enum Missing {
    /** Make it as go-micro's plugin would. */
    CREATE,
    /** Fail. */
    FAIL
  }

  /**
   * Connects.
   *
   * @param name who connects, for the server's list of connections
   * @param onLost told when the connection is lost, on a thread of the client; must not block
   * @throws RegistryException when the server does not answer or does not let us in
   */
  public static ServiceBucket open(
      NatsAccess access, String bucket, String name, Missing missing, Runnable onLost)
      throws RegistryException, InterruptedException {
    Connection connection = connect(access, name, onLost);
    try {
      KeyValueStatus status = status(connection, bucket, missing);
      Duration lifetime = status.getTtl() == null ? Duration.ZERO : status.getTtl();
      return new ServiceBucket(connection, connection.keyValue(bucket), lifetime);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      connection.close();
      throw problem("opening the bucket", e);
    }
  }

  private static Connection connect(NatsAccess access, String name, Runnable onLost)
      throws RegistryException, InterruptedException {
    try {
      Options.Builder options =
          Options.builder()
              .server(access.url())
              .connectionName(name)
              .connectionTimeout(CONNECT_LIMIT)
              .socketWriteTimeout(CONNECT_LIMIT)
              .pingInterval(Duration.ofSeconds(5))
              .noReconnect()
              .errorListener(new ErrorListener() {})
              .connectionListener(
                  (lost, event) -> {
                    if (event == ConnectionListener.Events.DISCONNECTED
                        || event == ConnectionListener.Events.CLOSED) {
                      onLost.run();
                    }
                  });
      if (access.url().startsWith("tls:") || access.caCertificates().isPresent()) {
        options.sslContext(VerifiedTls.context(access.caCertificates()));
      }
      if (access.token().isPresent()) {
        options.token(access.token().get().toCharArray());
      } else if (access.username().isPresent() || access.password().isPresent()) {
        options.userInfo(
            access.username().orElse("").toCharArray(), access.password().orElse("").toCharArray());
      }
      return Nats.connect(options.build());
    } catch (IOException e) {
      throw problem("connecting", e);
    } catch (GeneralSecurityException e) {
      throw new RegistryException(
          RegistryException.Kind.REFUSED, "ca.crt holds no certificates in PEM", e);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(RegistryException.Kind.REFUSED, "the URL cannot be used", e);
    }
  }

  private static KeyValueStatus status(Connection connection, String bucket, Missing missing)
      throws IOException, JetStreamApiException {
    try {
      return connection.keyValueManagement().getStatus(bucket);
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() != BUCKET_NOT_FOUND || missing == Missing.FAIL) {
        throw e;
      }
      return connection
          .keyValueManagement()
          .create(
              KeyValueConfiguration.builder()
                  .name(bucket)
                  .storageType(StorageType.Memory)
                  .ttl(USUAL_LIFETIME)
                  .build());
    }
  }

  /** How long an entry lives after it was written; zero when for ever. */
  public Duration lifetime() {
    return lifetime;
  }

  /** The entries of a service; what cannot be read is left out. */
  public List<RegistryEntry> list(String serviceName)
      throws RegistryException, InterruptedException {
    try {
      List<RegistryEntry> entries = new ArrayList<>();
      for (String encoded : bucket.keys()) {
        Optional<RegistryKey> key =
            RegistryKey.decode(encoded).filter(k -> k.serviceName().equals(serviceName));
        if (key.isPresent()) {
          read(key.get(), bucket.get(encoded)).ifPresent(entries::add);
        }
      }
      return entries;
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      throw problem("reading the bucket", e);
    }
  }

  private static Optional<RegistryEntry> read(RegistryKey key, KeyValueEntry found) {
    if (found == null || found.getOperation() != KeyValueOperation.PUT) {
      return Optional.empty();
    }
    return RegistryValue.read(found.getValue())
        .map(nodes -> new RegistryEntry(key, found.getRevision(), nodes));
  }

  /** Writes an entry, whatever was there. */
  public void put(RegistryKey key, RegistryNode node) throws RegistryException {
    try {
      bucket.put(key.encoded(), RegistryValue.write(key, node));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      throw problem("writing to the bucket", e);
    }
  }

  /** Deletes an entry as it was listed; one that was written meanwhile stays. */
  public void delete(RegistryEntry entry) throws RegistryException {
    try {
      bucket.delete(entry.key().encoded(), entry.revision());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != WRONG_REVISION) {
        throw problem("deleting from the bucket", e);
      }
    } catch (IOException | RuntimeException e) {
      throw problem("deleting from the bucket", e);
    }
  }

  /**
   * Follows the entries of a service until this is closed. That an entry has expired is not told.
   *
   * @param onChange told after each write and each deletion, on a thread of the client; must not
   *     block
   */
  public void watch(String serviceName, Runnable onChange)
      throws RegistryException, InterruptedException {
    try {
      bucket.watchAll(
          new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
              if (RegistryKey.decode(entry.getKey())
                  .filter(key -> key.serviceName().equals(serviceName))
                  .isPresent()) {
                onChange.run();
              }
            }

            @Override
            public void endOfData() {
              // Whoever follows lists what was there by himself.
            }
          },
          KeyValueWatchOption.UPDATES_ONLY,
          KeyValueWatchOption.META_ONLY);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      throw problem("following the bucket", e);
    }
  }

  private static RegistryException problem(String doing, Exception cause) {
    if (cause instanceof AuthenticationException) {
      return new RegistryException(
          RegistryException.Kind.REFUSED, "it refuses the credentials", cause);
    }
    if (cause instanceof JetStreamApiException refused) {
      return new RegistryException(
          RegistryException.Kind.REFUSED,
          "%s failed, it says: %s".formatted(doing, refused.getErrorDescription()),
          cause);
    }
    return new RegistryException(
        RegistryException.Kind.UNREACHABLE, doing + " failed or took too long", cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
