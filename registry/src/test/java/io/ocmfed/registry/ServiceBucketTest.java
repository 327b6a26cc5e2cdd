package io.ocmfed.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.cluster.CertifiedKey;
import io.ocmfed.cluster.NatsServer;
import io.ocmfed.registry.RegistryException.Kind;
import io.ocmfed.registry.ServiceBucket.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket on a real NATS server. */
class ServiceBucketTest {

  private static final RegistryKey GATEWAY = new RegistryKey("gateway", "one", "1");
  private static final RegistryKey WEB = new RegistryKey("web", "two", "1");

  @TempDir Path directory;
  private NatsServer server;

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
  }

  private ServiceBucket open(NatsAccess access, Missing missing, Runnable onLost)
      throws RegistryException, InterruptedException {
    return ServiceBucket.open(access, "service-registry", "test", missing, onLost);
  }

  @Test
  void entriesOfAServiceAreListedFollowedAndDeletedUnlessWrittenAnew() throws Exception {
    server = NatsServer.start("127.0.0.1");
    NatsAccess access = NatsAccess.of(server.url());
    AtomicInteger changes = new AtomicInteger();
    try (ServiceBucket bucket = open(access, Missing.CREATE, () -> {});
        ServiceBucket reader = open(access, Missing.FAIL, () -> {})) {
      assertThat(bucket.lifetime()).isEqualTo(ServiceBucket.USUAL_LIFETIME);
      reader.watch("gateway", changes::incrementAndGet);
      bucket.put(WEB, node("127.30.1.9:80"));
      bucket.put(GATEWAY, node("127.30.1.1:9142"));
      await().until(() -> changes.get() == 1);

      RegistryEntry listed = reader.list("gateway").getFirst();
      assertThat(listed.key()).isEqualTo(GATEWAY);
      assertThat(listed.nodes()).containsExactly(node("127.30.1.1:9142"));

      bucket.put(GATEWAY, node("127.30.1.2:9142"));
      reader.delete(listed);
      assertThat(reader.list("gateway")).hasSize(1);
      reader.delete(reader.list("gateway").getFirst());
      assertThat(reader.list("gateway")).isEmpty();
      assertThat(reader.list("web")).hasSize(1);
    }
  }

  @Test
  void aMissingBucketAServerThatIsGoneAndOneThatIsLostAreSaid() throws Exception {
    server = NatsServer.start("127.0.0.1");
    NatsAccess access = NatsAccess.of(server.url());
    assertThat(refusal(access)).isEqualTo(Kind.REFUSED);
    AtomicInteger lost = new AtomicInteger();
    try (ServiceBucket bucket = open(access, Missing.CREATE, lost::incrementAndGet)) {
      server.stop();
      await().until(() -> lost.get() > 0);
      assertThatThrownBy(() -> bucket.list("gateway")).isInstanceOf(RegistryException.class);
      assertThat(refusal(access)).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void withoutTheRightPasswordNothingIsSaidButThat() throws Exception {
    server =
        NatsServer.start(
            "127.0.0.1", "authorization { users: [{user: \"ocmfed\", password: \"right\"}] }");
    NatsAccess access = NatsAccess.of(server.url());
    assertThat(refusal(access)).isEqualTo(Kind.REFUSED);
    assertThat(refusal(as(access, "wrong", Optional.empty()))).isEqualTo(Kind.REFUSED);
    open(as(access, "right", Optional.empty()), Missing.CREATE, () -> {}).close();
    assertThat(as(access, "right", Optional.empty()).toString()).doesNotContain("right");
  }

  @Test
  void theServersCertificateMustBeOfTheCaAndCarryItsName() throws Exception {
    CertificateAuthority ca = new CertificateAuthority("nats");
    Optional<String> trusted = Optional.of(ca.certificate());
    server = NatsServer.start("127.0.0.1", tls(ca, "127.0.0.1"));
    NatsAccess access = NatsAccess.of(server.tlsUrl());
    open(as(access, "any", trusted), Missing.CREATE, () -> {}).close();
    Optional<String> other = Optional.of(new CertificateAuthority("other").certificate());
    assertThat(refusal(as(access, "any", other))).isEqualTo(Kind.UNREACHABLE);
    server.close();
    server = NatsServer.start("127.0.0.1", tls(ca, "127.0.0.2"));
    assertThat(refusal(as(NatsAccess.of(server.tlsUrl()), "any", trusted)))
        .isEqualTo(Kind.UNREACHABLE);
  }

  private String tls(CertificateAuthority ca, String address) throws IOException {
    CertifiedKey key =
        ca.issue(
            "nats",
            List.of(),
            List.of("nats.example.org", address),
            CertificateAuthority.KeyType.EC);
    Path certificate = Files.writeString(directory.resolve("tls.crt"), key.certificate());
    Path privateKey = Files.writeString(directory.resolve("tls.key"), key.privateKey());
    return "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificate, privateKey);
  }

  private Kind refusal(NatsAccess access) throws InterruptedException {
    try (ServiceBucket bucket = open(access, Missing.FAIL, () -> {})) {
      throw new AssertionError("it was let in, with a lifetime of " + bucket.lifetime());
    } catch (RegistryException e) {
      return e.kind();
    }
  }

  private static NatsAccess as(NatsAccess access, String password, Optional<String> ca) {
    return new NatsAccess(
        access.url(), Optional.of("ocmfed"), Optional.of(password), Optional.empty(), ca);
  }

  private static RegistryNode node(String address) {
    return new RegistryNode("node", address, Map.of("transport", "tcp"));
  }
}
