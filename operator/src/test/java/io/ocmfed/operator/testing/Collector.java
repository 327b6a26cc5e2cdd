package io.ocmfed.operator.testing;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives what the operator sends by OTLP over HTTP; the bytes are searched, not read. */
public final class Collector implements QuarkusTestResourceLifecycleManager {

  /** Injected into the test. */
  public interface Aware {
    void collector(Collector collector);
  }

  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return Map.of(
        "otel.exporter.otlp.endpoint",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "otel.bsp.schedule.delay",
        "50");
  }

  /** Whether a span with that id in that trace has come. */
  public boolean has(String traceId, String spanId) {
    // Fields 1 and 2 of a span: 16 and 8 bytes.
    return received.stream().anyMatch(sent -> sent.contains("0a10" + traceId + "1208" + spanId));
  }

  @Override
  public void inject(Object test) {
    if (test instanceof Aware aware) {
      aware.collector(this);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }
}
