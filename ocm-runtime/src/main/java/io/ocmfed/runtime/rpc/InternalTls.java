package io.ocmfed.runtime.rpc;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.ocmfed.runtime.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * TLS between the roles: servers show {@code tls.crt}, clients believe {@code ca.crt} and verify
 * the service's name. All three are read again when they change, without a restart.
 */
@Singleton
public final class InternalTls implements AutoCloseable {

  private static final Duration RELOAD = Duration.ofSeconds(10);

  private final Path directory;
  private final long reloadMillis;
  private final ScheduledExecutorService reloads =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("internal-tls").factory());

  @Inject
  public InternalTls(Settings settings) {
    this(settings.tlsDir());
  }

  public InternalTls(Path directory) {
    this(directory, RELOAD);
  }

  /**
   * @param reload how often to look whether the files have changed
   */
  public InternalTls(Path directory, Duration reload) {
    this.directory = directory;
    this.reloadMillis = reload.toMillis();
  }

  /**
   * For a server.
   *
   * @throws IllegalStateException when certificate or key cannot be read
   */
  public SslContext forServer() {
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    try {
      follow(
          List.of("tls.crt", "tls.key"),
          files -> {
            ServingPair pair = ServingPair.parse(files.getFirst(), files.getLast());
            keys.updateIdentityCredentials(pair.chain(), pair.key());
          });
      return GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "Cannot read tls.crt and tls.key in " + directory + "; check OCMFED_TLS_DIR", e);
    }
  }

  /**
   * For a client.
   *
   * @throws IllegalStateException when the CA cannot be read
   */
  public SslContext forClient() {
    try {
      AdvancedTlsX509TrustManager trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  AdvancedTlsX509TrustManager.Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
              .build();
      follow(
          List.of("ca.crt"),
          files -> trust.updateTrustCredentials(ServingPair.certificates(files.getFirst())));
      return GrpcSslContexts.configure(SslContextBuilder.forClient().trustManager(trust)).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "Cannot read ca.crt in " + directory + "; check OCMFED_TLS_DIR", e);
    }
  }

  // gRPC's managers can follow files themselves, but look only once a minute.
  private void follow(List<String> names, FollowedFiles.Use use)
      throws IOException, GeneralSecurityException {
    FollowedFiles files = new FollowedFiles(names.stream().map(directory::resolve).toList(), use);
    files.look();
    reloads.scheduleWithFixedDelay(
        files::lookAgain, reloadMillis, reloadMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  @PreDestroy
  public void close() {
    reloads.shutdownNow();
  }
}
