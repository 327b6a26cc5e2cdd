package io.ocmfed.runtime.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans by OTLP over HTTP (protocol buffers), as an OpenTelemetry collector does. */
public final class Collector implements AutoCloseable {

  private static final String PATH = "/v1/traces";

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  /**
   * @param kind 2 server, 3 client (opentelemetry/proto/trace/v1/trace.proto)
   * @param parent empty for a root
   */
  record Received(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      long kind,
      Map<String, String> attributes,
      boolean error) {}

  public Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::receive);
    server.start();
  }

  /** Its address, for OTEL_EXPORTER_OTLP_ENDPOINT. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Every span of a trace that has come so far. */
  List<Received> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** How many spans have come so far. */
  public int received() {
    return spans.size();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      UnknownFieldSet request = message(exchange.getRequestBody().readAllBytes());
      for (UnknownFieldSet resource : messages(request, 1)) {
        String service =
            messages(resource, 1).stream()
                .map(Collector::attributes)
                .map(attributes -> attributes.getOrDefault("service.name", ""))
                .findFirst()
                .orElse("");
        messages(resource, 2)
            .forEach(scope -> messages(scope, 2).forEach(span -> spans.add(span(service, span))));
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Received span(String service, UnknownFieldSet span) {
    Map<String, String> attributes = new HashMap<>();
    messages(span, 9).forEach(pair -> attributes.putAll(attribute(pair)));
    boolean error =
        messages(span, 15).stream()
            .anyMatch(status -> status.getField(3).getVarintList().contains(2L));
    return new Received(
        service,
        hex(span.getField(1)),
        hex(span.getField(2)),
        hex(span.getField(4)),
        text(span.getField(5)),
        span.getField(6).getVarintList().getFirst(),
        attributes,
        error);
  }

  private static Map<String, String> attributes(UnknownFieldSet resource) {
    Map<String, String> all = new HashMap<>();
    messages(resource, 1).forEach(pair -> all.putAll(attribute(pair)));
    return all;
  }

  private static Map<String, String> attribute(UnknownFieldSet pair) {
    UnknownFieldSet value = messages(pair, 2).getFirst();
    String shown =
        value.hasField(1)
            ? text(value.getField(1))
            : value.getField(3).getVarintList().stream()
                .map(String::valueOf)
                .findFirst()
                .orElse("");
    return Map.of(text(pair.getField(1)), shown);
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet in, int number) {
    return in.getField(number).getLengthDelimitedList().stream()
        .map(ByteString::toByteArray)
        .map(Collector::message)
        .toList();
  }

  private static UnknownFieldSet message(byte[] bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Field field) {
    return field.getLengthDelimitedList().isEmpty()
        ? ""
        : field.getLengthDelimitedList().getFirst().toStringUtf8();
  }

  private static String hex(Field field) {
    return field.getLengthDelimitedList().isEmpty()
        ? ""
        : HexFormat.of().formatHex(field.getLengthDelimitedList().getFirst().toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
