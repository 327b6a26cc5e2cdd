package io.ocmfed.runtime.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.TestCa;
import io.ocmfed.runtime.peer.TestPeers;
import io.ocmfed.runtime.peer.TestTrusts;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.share.SharedAccess.Received;
import io.ocmfed.runtime.share.SharedAccess.Shared;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both faces over HTTPS. Bob's shares are fetched by the real outbound calls from the other face of
 * the same server, where Alice's folder lies.
 */
class DavFacesTest {

  private static final String TEXT = "0123456789";
  private static final String BEARER = "Bearer docs-secret";
  private static final String BOB = basic("bob:bob-secret");

  @TempDir static Path files;

  private static Vertx vertx;
  private static HttpServer server;
  private static io.vertx.core.http.HttpClient client;
  private static FolderGateway gateway;
  private static KnownShares shares;
  private static String domain;

  @BeforeAll
  static void open() throws Exception {
    Path docs = Files.createDirectories(files.resolve("alice/Docs/Sub folder"));
    Files.writeString(docs.resolve("n\u00e4me & co.txt"), "deep");
    Files.writeString(docs.getParent().resolve("ten.txt"), TEXT);
    Files.writeString(docs.getParent().resolve("empty.txt"), "");
    Files.write(docs.getParent().resolve("big.bin"), new byte[32 << 20]);
    Files.writeString(files.resolve("alice/private.txt"), "private");
    Files.createSymbolicLink(
        docs.getParent().resolve("escape.txt"), files.resolve("alice/private.txt"));

    vertx = Vertx.vertx();
    TestCa ca = new TestCa("CA");
    TestTrusts trusts = new TestTrusts();
    PeerCalls peers = TestPeers.calls(vertx, trusts);
    gateway = new FolderGateway(files);
    shares = new KnownShares();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              context.put(RequestId.HEADER, "request-7");
              context.next();
            });
    new DavRoutes(
            new Roles(EnumSet.of(Role.OCM)),
            () -> new SharedDav(shares, gateway, Clock.systemUTC()),
            () -> new ReceivedDav(shares, gateway, peers, Clock.systemUTC()))
        .register(router);
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
    domain = "localhost:" + server.actualPort();
    trusts.trust(domain, ca.pem());
    HttpClientOptions clientOptions = new HttpClientOptions();
    clientOptions
        .setSsl(true)
        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ca.pem())));
    client = vertx.createHttpClient(clientOptions);
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void share() {
    gateway.down(false);
    shares.answered.clear();
    shares.shared.put("docs", new Shared("docs", "alice", "/Docs", true, Set.of("read")));
    shares.shared.put("one", new Shared("one", "alice", "/Docs/ten.txt", false, Set.of("read")));
    shares.shared.put("none", new Shared("none", "alice", "/Docs", true, Set.of()));
    shares.shared.put("gone", new Shared("gone", "alice", "/Nowhere", true, Set.of("read")));
    received("docs", "/dav/ocm/docs", "docs-secret");
    received("one", "/dav/ocm/one", "one-secret");
    received("wrong", "/dav/ocm/docs", "wrong-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dav/ocm/docs/ten.txt", "/dav/shares/docs/ten.txt", "/dav/shares/one"})
  void getGivesTheBytes(String path) throws Exception {
    Answer answer = get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(answer.header("Content-Length")).isEqualTo("10");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("ETag")).startsWith("\"10-");
    assertThat(answer.header("Last-Modified")).endsWith("GMT");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("sandbox");
    assertThat(answer.header("X-Request-Id")).isEqualTo("request-7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0|206|0|bytes 0-0/10",
        "bytes=3-5|206|345|bytes 3-5/10",
        "bytes=7-|206|789|bytes 7-9/10",
        "bytes=-2|206|89|bytes 8-9/10",
        "bytes=-99|206|0123456789|bytes 0-9/10",
        "bytes=5-99|206|56789|bytes 5-9/10",
        "bytes=10-|416||bytes */10",
        "bytes=-0|416||bytes */10",
        "bytes=5-3|200|0123456789|",
        "bytes=0-1,3-4|200|0123456789|",
        "lines=1-2|200|0123456789|",
        "bytes=-|200|0123456789|",
      })
  void rangesOnBothFaces(String range, int status, String text, String contentRange)
      throws Exception {
    for (String path : new String[] {"/dav/ocm/docs/ten.txt", "/dav/shares/docs/ten.txt"}) {
      Answer answer = call("GET", path, Map.of("Range", range), "");
      assertThat(answer.status()).as(path).isEqualTo(status);
      assertThat(answer.text()).isEqualTo(text == null ? "" : text);
      assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    }
  }

  @Test
  void conditions() throws Exception {
    for (String path : new String[] {"/dav/ocm/docs/ten.txt", "/dav/shares/docs/ten.txt"}) {
      Answer first = get(path);
      String etag = first.header("ETag");
      String modified = first.header("Last-Modified");
      Answer known = call("GET", path, Map.of("If-None-Match", "\"x\", " + etag), "");
      assertThat(known.status()).isEqualTo(304);
      assertThat(known.header("ETag")).isEqualTo(etag);
      assertThat(call("GET", path, Map.of("If-Modified-Since", modified), "").status())
          .isEqualTo(304);
      assertThat(call("GET", path, Map.of("If-Match", "\"x\""), "").status()).isEqualTo(412);
      for (var step : Map.of(etag, 206, modified, 206, "\"x\"", 200).entrySet()) {
        Map<String, String> headers = Map.of("Range", "bytes=0-1", "If-Range", step.getKey());
        assertThat(call("GET", path, headers, "").status()).isEqualTo(step.getValue());
      }
    }
  }

  @Test
  void headHasNoBodyButItsLength() throws Exception {
    for (String path : new String[] {"/dav/ocm/docs/ten.txt", "/dav/shares/docs/ten.txt"}) {
      Answer answer = call("HEAD", path, Map.of(), "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Length")).isEqualTo("10");
      assertThat(answer.text()).isEmpty();
    }
  }

  @Test
  void anEmptyFileIsEmpty() throws Exception {
    for (String path : new String[] {"/dav/ocm/docs/empty.txt", "/dav/shares/docs/empty.txt"}) {
      Answer answer = get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEmpty();
    }
  }

  @Test
  void aBigFileComesWhole() throws Exception {
    assertThat(get("/dav/shares/docs/big.bin").body().length()).isEqualTo(32 << 20);
  }

  @Test
  void whenTheClientGoesTheGatewaysStreamIsClosed() throws Exception {
    int before = gateway.closed();
    HttpClientResponse response = send("GET", "/dav/ocm/docs/big.bin", auth("/dav/ocm/"), "");
    response.request().connection().close();
    Awaitility.await().until(() -> gateway.closed() > before);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Bearer docs-secret, 200",
        "bearer docs-secret, 200",
        "Bearer one-secret, 401",
        "Bearer, 401",
        "Digest x, 401",
        "Basic !!!, 401",
        "-, 401"
      })
  void theSecretOpensTheShare(String authorization, int status) throws Exception {
    Map<String, String> headers =
        authorization == null ? Map.of() : Map.of("Authorization", authorization);
    Answer answer = answer(send("GET", "/dav/ocm/docs/ten.txt", headers, ""));
    assertThat(answer.status()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.header("WWW-Authenticate")).contains("Bearer").contains("Basic");
      assertThat(answer.text()).contains("<o:code>UNAUTHENTICATED</o:code>");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs-secret:", "docs-secret:docs-secret", "docs-secret::::"})
  void theSecretAsUserOpensTheShare(String pair) throws Exception {
    Map<String, String> headers = Map.of("Authorization", basic(pair));
    assertThat(answer(send("GET", "/dav/ocm/docs/ten.txt", headers, "")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/dav/ocm/docs/nothing.txt, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/docs/escape.txt, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/docs/ten.txt/x, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/one/x, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/gone, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/, 404, RESOURCE_NOT_FOUND",
    "/dav/ocm/docs/../docs/ten.txt, 400, INVALID_REQUEST",
    "/dav/ocm/docs/%2e%2e/private.txt, 400, INVALID_REQUEST",
    "/dav/ocm/docs/..%2fprivate.txt, 400, INVALID_REQUEST",
    "/dav/ocm/docs/..%5cprivate.txt, 400, INVALID_REQUEST",
    "/dav/ocm/docs/%00, 400, INVALID_REQUEST",
    "/dav/ocm/docs/%ff, 400, INVALID_REQUEST",
    "/dav/ocm/docs/%c0%ae%c0%ae/private.txt, 400, INVALID_REQUEST",
    "/dav/ocm/none/ten.txt, 422, EXCEEDS_TRUST",
    "/dav/shares/docs/nothing.txt, 404, RESOURCE_NOT_FOUND",
    "/dav/shares/docs/%2e%2e/one, 400, INVALID_REQUEST",
    "/dav/shares/unknown, 404, RESOURCE_NOT_FOUND",
    "/dav/shares/wrong/ten.txt, 502, PEER_REFUSED",
  })
  void refusals(String path, int status, String code) throws Exception {
    for (String method : new String[] {"GET", "PROPFIND"}) {
      Answer answer = call(method, path, Map.of("Depth", "0"), "");
      assertThat(answer.status()).as(method).isEqualTo(status);
      assertThat(answer.text()).contains("<o:code>" + code + "</o:code>");
      assertThat(answer.header("Content-Type")).startsWith("application/xml");
    }
  }

  @Test
  void aFolderCannotBeGot() throws Exception {
    for (String path : new String[] {"/dav/ocm/docs", "/dav/shares/docs/"}) {
      Answer answer = get(path);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("OPTIONS, PROPFIND");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PUT", "POST", "DELETE", "MKCOL", "MOVE", "COPY", "PROPPATCH", "LOCK", "UNLOCK"})
  void methodsThatAreNotOffered(String method) throws Exception {
    for (String path : new String[] {"/dav/ocm/docs/ten.txt", "/dav/shares/docs/ten.txt"}) {
      Answer answer = call(method, path, Map.of(), "x");
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("OPTIONS, GET, HEAD, PROPFIND");
    }
  }

  @Test
  void optionsSaysWhatThereIsWithoutALogin() throws Exception {
    Answer answer = answer(send("OPTIONS", "/dav/ocm/docs", Map.of(), ""));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("DAV")).isEqualTo("1");
    assertThat(answer.header("Allow")).isEqualTo("OPTIONS, GET, HEAD, PROPFIND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dav/ocm/docs", "/dav/shares/docs"})
  void propfindListsAFolder(String path) throws Exception {
    Answer answer = call("PROPFIND", path, Map.of("Depth", "1"), "");
    assertThat(answer.status()).isEqualTo(207);
    assertThat(PeerMultistatus.parse(answer.body().getBytes()))
        .extracting(entry -> String.join("/", entry.path()))
        .startsWith(path.substring(1))
        .contains(path.substring(1) + "/Sub folder", path.substring(1) + "/ten.txt")
        .doesNotContain(path.substring(1) + "/Sub folder/n\u00e4me & co.txt");
    assertThat(answer.text())
        .contains("<d:href>" + path + "/Sub%20folder/</d:href>")
        .contains("<d:getcontentlength>10</d:getcontentlength>")
        .contains("<d:resourcetype><d:collection/></d:resourcetype>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dav/ocm/docs", "/dav/shares/docs"})
  void propfindGoesIntoSubFoldersWithStrangeNames(String path) throws Exception {
    Answer answer = call("PROPFIND", path + "/Sub%20folder/", Map.of("Depth", "1"), "");
    assertThat(answer.text())
        .contains("<d:href>" + path + "/Sub%20folder/n%C3%A4me%20%26%20co.txt</d:href>")
        .contains("<d:displayname>n\u00e4me &amp; co.txt</d:displayname>");
    assertThat(get(path + "/Sub%20folder/n%C3%A4me%20%26%20co.txt").text()).isEqualTo("deep");
  }

  @Test
  void propfindOfAFileTakesAnyDepth() throws Exception {
    for (String depth : new String[] {"0", "1", "infinity"}) {
      Answer answer = call("PROPFIND", "/dav/ocm/one", Map.of("Depth", depth), "");
      assertThat(answer.status()).isEqualTo(207);
      assertThat(PeerMultistatus.parse(answer.body().getBytes())).hasSize(1);
    }
  }

  @Test
  void propfindGivesWhatIsAskedFor() throws Exception {
    String ask =
        """
        <?xml version="1.0"?><propfind xmlns="DAV:" xmlns:oc="http://owncloud.org/ns"><prop>
        <getetag/><oc:checksums/><lockdiscovery/></prop></propfind>""";
    for (String path : new String[] {"/dav/ocm/one", "/dav/shares/one"}) {
      String text = call("PROPFIND", path, Map.of("Depth", "0"), ask).text();
      assertThat(text)
          .containsPattern("<d:getetag>\"10-\\d+\"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK")
          .containsPattern(
              "checksums.*<d:lockdiscovery></d:lockdiscovery></d:prop><d:status>HTTP/1.1 404")
          .doesNotContain("getcontentlength");
    }
    String names =
        call(
                "PROPFIND",
                "/dav/ocm/one",
                Map.of("Depth", "0"),
                "<d:propfind xmlns:d='DAV:'><d:propname/></d:propfind>")
            .text();
    assertThat(names).contains("<d:getcontentlength></d:getcontentlength>", "creationdate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "infinity|-|403|propfind-finite-depth",
        "-|-|403|propfind-finite-depth",
        "2|-|400|Depth is 0, 1 or infinity",
        "0|<a/>|400|not a DAV: propfind",
        "0|<|400|not a DAV: propfind",
        "0|<propfind xmlns='DAV:'/>|400|not a DAV: propfind",
        "0|<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><propfind xmlns='DAV:'><prop>&e;</prop></propfind>|400|not a DAV: propfind",
      })
  void propfindRefuses(String depth, String body, int status, String text) throws Exception {
    Map<String, String> headers = depth == null ? Map.of() : Map.of("Depth", depth);
    for (String path : new String[] {"/dav/ocm/docs", "/dav/shares/docs"}) {
      Answer answer = call("PROPFIND", path, headers, body == null ? "" : body);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).contains(text);
    }
  }

  @Test
  void aLongPropfindIsNotRead() throws Exception {
    Answer answer =
        call("PROPFIND", "/dav/ocm/docs", Map.of("Depth", "0"), "<" + "a".repeat(70_000));
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void aGatewayThatIsDownIsNamed() throws Exception {
    gateway.down(true);
    Answer answer = get("/dav/ocm/docs/ten.txt");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(answer.text())
        .contains("<o:code>GATEWAY_UNAVAILABLE</o:code>", "<o:origin>gateway</o:origin>")
        .contains("<o:request-id>request-7</o:request-id>");
  }

  @Test
  void bobMustLogIn() throws Exception {
    for (String pair : new String[] {"bob:wrong", "docs-secret:"}) {
      Answer answer =
          answer(send("GET", "/dav/shares/docs", Map.of("Authorization", basic(pair)), ""));
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm");
    }
  }

  @Test
  void whetherThePeerAnswersIsNoted() throws Exception {
    get("/dav/shares/docs/ten.txt");
    assertThat(shares.answered).containsEntry("docs", true);
    shares.received.put(
        "docs",
        new Received("docs", domain, URI.create("https://localhost:1/dav"), "x", "Docs", true));
    Answer answer = get("/dav/shares/docs/ten.txt");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text())
        .contains("<o:code>PEER_UNREACHABLE</o:code>", "<o:origin>peer:" + domain + "</o:origin>");
    assertThat(shares.answered).containsEntry("docs", false);
  }

  @Test
  void anEscapeThatIsNoneIsRefused() {
    // Vert.x itself answers before our routes where a path like this arrives over HTTP.
    assertThatThrownBy(() -> DavPath.parse("docs/%zz")).hasMessageContaining("INVALID_REQUEST");
    assertThatThrownBy(() -> DavPath.parse("docs/%a")).hasMessageContaining("INVALID_REQUEST");
  }

  @Test
  void aRoleThatIsOffHasNoRoutes() {
    Router router = Router.router(vertx);
    new DavRoutes(
            new Roles(EnumSet.of(Role.GRAPH)),
            () -> {
              throw new AssertionError("looked up");
            },
            () -> {
              throw new AssertionError("looked up");
            })
        .register(router);
    assertThat(router.getRoutes()).isEmpty();
  }

  @Test
  void aMultistatusWithADocumentTypeIsNotRead() {
    byte[] bomb = "<!DOCTYPE m [<!ENTITY a 'x'>]><m>&a;</m>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PeerMultistatus.parse(bomb))
        .isInstanceOf(javax.xml.stream.XMLStreamException.class);
  }

  private static void received(String id, String path, String secret) {
    shares.received.put(
        id, new Received(id, domain, URI.create("https://" + domain + path), secret, "Docs", true));
  }

  private static Answer get(String path) throws Exception {
    return call("GET", path, Map.of(), "");
  }

  private static Answer call(String method, String path, Map<String, String> headers, String body)
      throws Exception {
    Map<String, String> all = new java.util.HashMap<>(auth(path));
    all.putAll(headers);
    return answer(send(method, path, all, body));
  }

  private static Map<String, String> auth(String path) {
    if (path.startsWith("/dav/shares")) {
      return Map.of("Authorization", BOB);
    }
    String[] parts = path.split("/");
    return Map.of("Authorization", parts.length > 3 ? "Bearer " + parts[3] + "-secret" : BEARER);
  }

  private static HttpClientResponse send(
      String method, String path, Map<String, String> headers, String body) throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(method))
            .setHost("localhost")
            .setPort(server.actualPort())
            .setURI(path);
    headers.forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> request.send(body).onSuccess(HttpClientResponse::pause))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static Answer answer(HttpClientResponse response) throws Exception {
    CompletableFuture<Buffer> whole = response.body().toCompletionStage().toCompletableFuture();
    response.resume();
    Buffer body = whole.get(120, TimeUnit.SECONDS);
    return new Answer(response, body);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private record Answer(HttpClientResponse response, Buffer body) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.getHeader(name);
    }

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }
  }
}
