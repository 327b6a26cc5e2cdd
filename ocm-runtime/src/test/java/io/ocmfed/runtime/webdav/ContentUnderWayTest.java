package io.ocmfed.runtime.webdav;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.Gateways;
import io.ocmfed.runtime.peer.TestCa;
import io.ocmfed.runtime.peer.TestPeers;
import io.ocmfed.runtime.peer.TestTrusts;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.share.SharedAccess.Shared;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large file is downloaded over HTTPS while the gateway behind it goes, the file changes, or the
 * share ends.
 */
@Timeout(300)
class ContentUnderWayTest {

  private static final int SIZE = 12 << 20;
  private static final int BEGINNING = 1 << 20;

  @TempDir Path home;
  private final Vertx vertx = Vertx.vertx();
  private final byte[] content = new byte[SIZE];
  private final KnownShares shares = new KnownShares();
  private volatile Duration passed = Duration.ZERO;
  private Gateways gateways;
  private Path file;
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void serve() throws Exception {
    new Random(1).nextBytes(content);
    gateways = new Gateways(home, "127.0.67").start(1, 2);
    file = gateways.installation().path("files/alice/large.bin");
    Files.write(file, content);
    gateways.table(1);
    GatewayClient gateway = gateways.client();
    shares.shared.put("large", new Shared("large", "alice", "/large.bin", false, Set.of("read")));
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              context.put(RequestId.HEADER, "request-8");
              context.next();
            });
    new DavRoutes(
            new Roles(EnumSet.of(Role.OCM)),
            () -> new SharedDav(shares, gateway, () -> Instant.now().plus(passed)),
            () ->
                new ReceivedDav(
                    shares, gateway, TestPeers.calls(vertx, new TestTrusts()), Clock.systemUTC()))
        .register(router);
    TestCa ca = new TestCa("CA");
    HttpServerOptions options = new HttpServerOptions();
    options.setSsl(true).setKeyCertOptions(ca.server("localhost")).setHost("127.0.0.1").setPort(0);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    client = HttpClient.newBuilder().sslContext(believing(ca.pem())).build();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    gateways.close();
  }

  @Test
  void theBytesAreTheSameAlthoughTheirGatewayGoesTwice() throws Exception {
    try (InputStream body = download().body()) {
      byte[] beginning = body.readNBytes(BEGINNING);
      gateways.table(1, 2);
      await().until(() -> gateways.state(2).equals("ready"));
      gateways.line(1).cut();
      byte[] middle = body.readNBytes(SIZE / 2);
      gateways.line(1).restore();
      await().until(() -> gateways.state(1).equals("ready"));
      gateways.line(2).cut();
      byte[] rest = body.readAllBytes();
      assertThat(beginning.length + middle.length + rest.length).isEqualTo(SIZE);
      assertThat(Arrays.equals(content, 0, BEGINNING, beginning, 0, BEGINNING)).isTrue();
      assertThat(
              Arrays.mismatch(
                  middle, Arrays.copyOfRange(content, BEGINNING, BEGINNING + middle.length)))
          .isEqualTo(-1);
      assertThat(Arrays.mismatch(rest, Arrays.copyOfRange(content, SIZE - rest.length, SIZE)))
          .isEqualTo(-1);
    }
  }

  @Test
  void theBytesAreTheSameAlthoughTheOnlyGatewayFallsSilentForAWhile() throws Exception {
    try (InputStream body = download().body()) {
      byte[] beginning = body.readNBytes(BEGINNING);
      gateways.line(1).silence();
      await().until(() -> gateways.state(1).equals("ejected"));
      gateways.line(1).speak();
      byte[] rest = body.readAllBytes();
      assertThat(Arrays.equals(content, 0, BEGINNING, beginning, 0, BEGINNING)).isTrue();
      assertThat(Arrays.mismatch(rest, Arrays.copyOfRange(content, BEGINNING, SIZE))).isEqualTo(-1);
    }
  }

  @Test
  void anotherVersionIsNotAppendedWhenTheGatewayGoes() throws Exception {
    try (InputStream body = download().body()) {
      byte[] beginning = body.readNBytes(BEGINNING);
      gateways.line(1).cut();
      Files.write(file, new byte[SIZE]);
      gateways.table(2);
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
      assertThat(Arrays.equals(content, 0, BEGINNING, beginning, 0, BEGINNING)).isTrue();
    }
  }

  @Test
  void aFileThatIsWrittenToMeanwhileIsNotTakenForWhole() throws Exception {
    try (InputStream body = download().body()) {
      body.readNBytes(BEGINNING);
      // In place and of the same length.
      Files.write(file, new byte[SIZE], StandardOpenOption.WRITE);
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    HttpResponse<InputStream> again = download();
    try (InputStream body = again.body()) {
      assertThat(Arrays.equals(body.readAllBytes(), new byte[SIZE])).isTrue();
    }
  }

  @Test
  void aFileThatIsReplacedMeanwhileIsReadToItsOldEnd() throws Exception {
    try (InputStream body = download().body()) {
      byte[] beginning = body.readNBytes(BEGINNING);
      Path next = Files.write(file.resolveSibling("next.bin"), new byte[] {1, 2, 3});
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      byte[] rest = body.readAllBytes();
      assertThat(beginning.length + rest.length).isEqualTo(SIZE);
      assertThat(Arrays.mismatch(rest, Arrays.copyOfRange(content, BEGINNING, SIZE))).isEqualTo(-1);
    }
  }

  @Test
  void theBytesStopWhenTheShareEnds() throws Exception {
    try (InputStream body = download().body()) {
      body.readNBytes(BEGINNING);
      shares.shared.clear();
      passed = Duration.ofSeconds(2);
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  private HttpResponse<InputStream> download() throws Exception {
    URI uri = URI.create("https://localhost:" + server.actualPort() + "/dav/ocm/large");
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer large-secret")
                .timeout(Duration.ofSeconds(120))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
    return response;
  }

  private static SSLContext believing(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes())));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
