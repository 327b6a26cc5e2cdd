package io.ocmfed.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the tests run in a pod: tells what it sees of its world, by HTTP on 8080 (or PORT) and,
 * where TLS_DIR is set, by HTTPS on 8443.
 */
public final class EchoApp {

  private EchoApp() {}

  public static void main(String[] arguments) throws Exception {
    String host = System.getenv().getOrDefault("BIND", System.getenv("OCMFED_HOST"));
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    start(server);
    String tls = System.getenv("TLS_DIR");
    if (tls != null) {
      HttpsServer secure = HttpsServer.create(new InetSocketAddress(host, 8443), 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(context(Path.of(tls))));
      start(secure);
    }
    System.out.println("serving on " + host);
  }

  private static void start(HttpServer server) {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", EchoApp::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    try (exchange) {
      switch (path) {
        case "/env" -> text(exchange, String.valueOf(System.getenv(query)));
        case "/file" -> text(exchange, Files.readString(Path.of(System.getenv(query))));
        case "/lookup" -> text(exchange, lookup(query));
        case "/header" -> text(exchange, exchange.getRequestHeaders().getFirst(query));
        case "/method" -> text(exchange, exchange.getRequestMethod());
        case "/echo" -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            exchange.getRequestBody().transferTo(out);
          }
        }
        case "/break" -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          Runtime.getRuntime().halt(3);
        }
        default -> text(exchange, System.getenv("HOSTNAME"));
      }
    }
  }

  private static String lookup(String name) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name))
          .map(InetAddress::getHostAddress)
          .sorted()
          .collect(Collectors.joining(" "));
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static SSLContext context(Path directory) throws Exception {
    byte[] certificate = Files.readAllBytes(directory.resolve("tls.crt"));
    String key =
        Files.readString(directory.resolve("tls.key")).replaceAll("-----[^-]+-----|\\s", "");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "tls",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
        new char[0],
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(certificate))
            .toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
