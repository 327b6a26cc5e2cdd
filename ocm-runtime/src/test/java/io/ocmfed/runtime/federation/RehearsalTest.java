package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.testing.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the AOT cache of the packaged application: lives through what every process of it does
 * first, in all roles, so that the JVM need not load, link and verify it each time. Part of every
 * build, also of those that skip the tests.
 */
@Tag("rehearsal")
class RehearsalTest {

  @Test
  void makesTheCache(@TempDir Path home) throws IOException {
    Files.deleteIfExists(Site.CACHE);
    try (Site site =
        new Site(home, "rehearsal", "127.0.72.1", List.of("alice"), List.of(), List.of())) {
      site.startRecording().ready("alice");
      users(site);
      operator(site);
      site.end();
      assertThat(site.log()).doesNotContain("ERROR");
    }
    assertThat(Site.CACHE).isNotEmptyFile();
  }

  private static void users(Site site) {
    assertThat(site.call("alice", "GET", "/graph/v1beta1/me/drive/sharedWithMe", null).status())
        .isEqualTo(200);
    Site.Answer invitation =
        site.call("alice", "POST", "/graph/v1beta1/me/ocm/invitations", Map.of());
    assertThat(invitation.status()).isEqualTo(201);
    assertThat(
            site.call(
                    "alice",
                    "POST",
                    "/graph/v1beta1/drives/alice/items/root/invite",
                    Map.of(
                        "path",
                        "/report.txt",
                        "recipients",
                        List.of(Map.of("objectId", "bob@example.org"))))
                .status())
        .isEqualTo(403);
    assertThat(site.open("/dav/ocm/unknown", "no-secret")).isEqualTo(401);
  }

  private static void operator(Site site) {
    // It is looked for and not found: nobody listens there.
    String nobody = "127.0.72.1:" + Installation.freePort("127.0.72.1");
    assertThat(site.declareTrust(nobody, site.authority()).status()).isEqualTo(200);
    assertThat(site.management("GET", "/admin/v1/trusts", null).status()).isEqualTo(200);
    assertThat(site.management("GET", "/q/metrics", null).status()).isEqualTo(200);
  }
}
