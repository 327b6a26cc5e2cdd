package io.ocmfed.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the programs of a control plane over HTTPS whether they are ready. */
final class Readiness {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration CALL = Duration.ofSeconds(5);

  private final Path authority;
  private final String address;

  Readiness(Path authority, String address) {
    this.authority = authority;
    this.address = address;
  }

  /**
   * Returns when the path answers 200.
   *
   * @param stillPossible called before each attempt; throws when waiting has become pointless
   * @throws ClusterException after the given patience
   */
  void await(String path, int port, Duration patience, Runnable stillPossible) {
    URI uri = URI.create("https://" + address + ":" + port + path);
    long deadline = System.nanoTime() + patience.toNanos();
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(authority)).build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(CALL).build();
      String answer = "nothing";
      while (System.nanoTime() < deadline) {
        stillPossible.run();
        try {
          var response = client.send(request, HttpResponse.BodyHandlers.ofString());
          if (response.statusCode() == 200) {
            return;
          }
          answer = response.statusCode() + " " + response.body().lines().findFirst().orElse("");
        } catch (IOException e) {
          answer = String.valueOf(e.getMessage());
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
      throw new ClusterException(
          "%s was not ready within %d s; it answered: %s"
              .formatted(uri, patience.toSeconds(), answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for " + uri, e);
    }
  }

  private static SSLContext trusting(Path authority) {
    try {
      var certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(authority)));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ca", certificate);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ClusterException("cannot read the cluster's authority in " + authority, e);
    }
  }
}
