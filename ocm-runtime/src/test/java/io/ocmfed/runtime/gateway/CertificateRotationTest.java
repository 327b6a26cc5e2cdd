package io.ocmfed.runtime.gateway;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.testing.AnyCertificate;
import io.ocmfed.runtime.testing.Callers;
import io.ocmfed.runtime.testing.Certificates;
import io.ocmfed.runtime.testing.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounted certificates change under servers and clients that go on, with 50 calls a second. */
class CertificateRotationTest {

  private static final String[] NAMES = {Installation.GATEWAY, Installation.OCM};

  @TempDir Path home;

  @Test
  void certificatesAndThenTheirAuthorityAreExchangedWithoutAFailedCall() throws Exception {
    try (Gateways gateways = new Gateways(home, "127.0.65").start(1, 2)) {
      gateways.table(1, 2);
      try (Callers callers =
          new Callers(() -> assertThat(gateways.client().user("alice")).isPresent())) {
        goesOn(callers);

        Installation installation = gateways.installation();
        X509Certificate before = shown(gateways);
        installation.certificates().issue(installation.path("tls"), NAMES);
        awaitAnother(gateways, before);
        reconnect(gateways, callers);

        // Another CA, in the order that docs/install.md gives: believed first, then shown.
        Certificates next = new Certificates();
        Path other = next.issue(installation.path("next"), NAMES);
        Path believed = installation.path("tls/ca.crt");
        Files.writeString(
            believed, Files.readString(believed) + Files.readString(other.resolve("ca.crt")));
        X509Certificate old = shown(gateways);
        Files.copy(
            other.resolve("tls.crt"),
            installation.path("tls/tls.crt"),
            StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
            other.resolve("tls.key"),
            installation.path("tls/tls.key"),
            StandardCopyOption.REPLACE_EXISTING);
        awaitAnother(gateways, old);
        reconnect(gateways, callers);
        Files.copy(other.resolve("ca.crt"), believed, StandardCopyOption.REPLACE_EXISTING);
        reconnect(gateways, callers);
        assertThat(callers.end()).isEmpty();
      }
    }
  }

  /** Breaks all connections, one gateway after the other, so that certificates are checked anew. */
  private static void reconnect(Gateways gateways, Callers callers) {
    for (int number : new int[] {1, 2}) {
      await().until(() -> gateways.state(1).equals("ready") && gateways.state(2).equals("ready"));
      int before = gateways.line(number).accepted();
      gateways.line(number).cut();
      await().until(() -> gateways.state(number).equals("failing"));
      gateways.line(number).restore();
      await().until(() -> gateways.state(number).equals("ready"));
      assertThat(gateways.line(number).accepted()).isGreaterThan(before);
      goesOn(callers);
    }
  }

  private static void awaitAnother(Gateways gateways, X509Certificate before) {
    await().until(() -> !shown(gateways).equals(before));
  }

  /** The certificate that a new connection is shown. */
  private static X509Certificate shown(Gateways gateways) throws IOException {
    String[] address = gateways.address(2).split(":");
    try (SSLSocket tls = AnyCertificate.connect(address[0], Integer.parseInt(address[1]))) {
      return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }
  }

  private static void goesOn(Callers callers) {
    long before = callers.answered();
    await("calls go on").until(() -> callers.answered() > before + 20);
  }
}
