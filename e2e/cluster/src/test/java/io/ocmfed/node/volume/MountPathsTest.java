package io.ocmfed.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPathsTest {

  private final MountPaths mounts =
      new MountPaths(
          Map.of(
              "/etc/tls",
              Path.of("/real/tls"),
              "/etc",
              Path.of("/real/etc"),
              "/d/",
              Path.of("/D")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/etc/tls|/real/tls",
        "/etc/tls/tls.crt|/real/tls/tls.crt",
        "/etc/hosts|/real/etc/hosts",
        "/etc/tlsx|/real/etc/tlsx",
        "/d/file|/D/file",
        "ssl_cert_file=/etc/tls/tls.crt|ssl_cert_file=/real/tls/tls.crt",
        "jdbc:postgresql://db.ns.svc:5432/x?a=b&sslrootcert=/etc/tls/ca.crt&c=d"
            + "|jdbc:postgresql://db.ns.svc:5432/x?a=b&sslrootcert=/real/tls/ca.crt&c=d",
        "cat /d/a '/etc/tls/b'|cat /D/a '/real/tls/b'",
        "https://host/etc/tls|https://host/etc/tls",
        "/var/etc/tls|/var/etc/tls",
        "/details|/details",
      })
  void aMountPathIsReplacedWhereItBegins(String text, String rewritten) {
    assertThat(mounts.rewrite(text)).isEqualTo(rewritten);
  }
}
