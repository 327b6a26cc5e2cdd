package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.journeys.Side;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Bob reads a file of Alice's through both clouds, and the gateway that it comes from goes. */
class ALargeFileIsReadTest {

  private static final int MEGA = 1 << 20;

  /** Far more than there is room for on the way from the gateway to a reader who pauses. */
  private static final int SIZE = 96 * MEGA;

  private static final String NAME = "film.bin";

  @Churn
  void whileItsGatewayIsKilledAndThenTheNextOneDeleted(Clouds clouds) {
    clouds.withGateways(2);
    byte[] content = new byte[SIZE];
    new Random(4).nextBytes(content);
    URI file = sharedWithBob(clouds, content);
    clouds
        .bobReadsWhile(
            "a file of 96 MiB is read while its gateway is killed, and the next one deleted",
            _ -> {
              try (var download = new Download(clouds.b(), "bob", file)) {
                Map<String, Long> before = bytesRead(clouds);
                download.readUntil(MEGA);
                clouds.faults().kill(sender(clouds, before));
                download.readUntil(SIZE / 2);
                clouds.awaitGateways(clouds.a(), 2);
                before = bytesRead(clouds);
                download.readUntil(SIZE / 2 + 8 * MEGA);
                clouds.faults().deleteByForce(sender(clouds, before));
                assertThat(download.readToTheEnd()).isEqualTo(sha256(content));
                assertThat(download.length()).isEqualTo(SIZE);
              }
              clouds.awaitGateways(clouds.a(), 2);
            })
        .nobodyNoticed();
  }

  /** The gateway that reads the file; it has not come to the end of it. */
  private static Pod sender(Clouds clouds, Map<String, Long> before) {
    Map<String, Long> now = bytesRead(clouds);
    Pod sender =
        clouds.pods(clouds.a(), "gateway").stream()
            .max(Comparator.comparing(pod -> read(pod, before, now)))
            .orElseThrow();
    assertThat(read(sender, before, now)).isBetween((long) MEGA, SIZE / 2L);
    return sender;
  }

  private static long read(Pod pod, Map<String, Long> before, Map<String, Long> now) {
    String name = pod.getMetadata().getName();
    return now.get(name) - before.getOrDefault(name, now.get(name));
  }

  private static Map<String, Long> bytesRead(Clouds clouds) {
    return clouds.pods(clouds.a(), "gateway").stream()
        .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Faults::bytesRead));
  }

  private static URI sharedWithBob(Clouds clouds, byte[] content) {
    Side a = clouds.a();
    try {
      Files.write(filesOf(a).resolve("alice").resolve(NAME), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    a.kubectl()
        .apply(
            """
            apiVersion: ocmfed.io/v1alpha1
            kind: OcmShare
            metadata: {name: film}
            spec:
              trustRef: {name: cloud-b}
              direction: Outgoing
              localUser: alice
              remoteUser: bob@%s
              resource: /%s
              permissions: [read]
            """
                .formatted(clouds.b().cloud().domain(), NAME));
    a.awaitReady("ocmshare/film");
    JsonObject[] item = new JsonObject[1];
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(clouds.b().sharedWithMe("bob"))
                    .filteredOn(shared -> NAME.equals(shared.getString("name")))
                    .singleElement()
                    .satisfies(shared -> item[0] = shared));
    return URI.create(item[0].getString("webDavUrl"));
  }

  /** The volume that A's gateways share, on this machine. */
  private static Path filesOf(Side side) {
    return Path.of(
        side.world()
            .client()
            .persistentVolumes()
            .withName(side.cloud().namespace() + "-files")
            .require()
            .getSpec()
            .getHostPath()
            .getPath());
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
