package io.ocmfed.runtime.peer;

import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The CAs that may sign a peer's certificate: the system's, and the one of the trust. */
final class PeerTrustStore {

  private PeerTrustStore() {}

  /**
   * @param caPem certificates in PEM, or null for the system's only
   * @throws IllegalArgumentException when that is not PEM of certificates
   */
  static TrustOptions of(String caPem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int index = 0;
      for (X509Certificate root : systemRoots()) {
        store.setCertificateEntry("system-" + index++, root);
      }
      for (Certificate ca : certificates(caPem)) {
        store.setCertificateEntry("trust-" + index++, ca);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Collection<? extends Certificate> certificates(String pem) {
    if (pem == null || pem.isBlank()) {
      return java.util.List.of();
    }
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException notPem) {
      // said below
    }
    throw new IllegalArgumentException("the CA certificate is not PEM");
  }

  private static X509Certificate[] systemRoots() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }
}
