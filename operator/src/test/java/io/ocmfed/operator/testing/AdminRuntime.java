package io.ocmfed.operator.testing;

import io.ocmfed.cluster.CertifiedKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The other side of the admin API, as docs/design/admin-api.md says: HTTPS on a loopback address,
 * bearer token, fence rules, records that a test can change, and the event stream.
 */
public final class AdminRuntime implements AutoCloseable {

  private final Vertx vertx;
  private final CertifiedKey key;
  private final String host;
  private final Map<String, JsonObject> records = new ConcurrentHashMap<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
  private final List<JsonObject> tables = new CopyOnWriteArrayList<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> traces = new CopyOnWriteArrayList<>();
  private final Map<String, UnaryOperator<JsonObject>> states = new ConcurrentHashMap<>();
  private volatile JsonObject refusal;
  private volatile int refusalStatus;
  private volatile String token;
  private volatile String instanceId = UUID.randomUUID().toString();
  private volatile JsonObject table;
  private HttpServer server;
  private int port;

  /**
   * @param host the loopback address to listen on
   */
  public AdminRuntime(Vertx vertx, CertifiedKey key, String host, String token) {
    this.vertx = vertx;
    this.key = key;
    this.host = host;
    this.token = token;
    states.put("trusts", AdminRuntime::trust);
    states.put("invites", AdminRuntime::invite);
    states.put("shares", AdminRuntime::share);
  }

  public AdminRuntime start() {
    server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(key.certificate()))
                        .addKeyValue(Buffer.buffer(key.privateKey()))));
    server.requestHandler(this::handle);
    port = server.listen(port, host).toCompletionStage().toCompletableFuture().join().actualPort();
    return this;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public void accept(String anotherToken) {
    token = anotherToken;
  }

  /** From now on every declaration is refused. Null: as usual again. */
  public void refuse(int status, String code, String detail) {
    refusalStatus = status;
    refusal =
        code == null
            ? null
            : new JsonObject().put("status", status).put("code", code).put("detail", detail);
  }

  /** A process that was restarted: same address, nothing of the table. */
  public void forgetTable() {
    table = null;
    instanceId = UUID.randomUUID().toString();
  }

  /** As if another operator had sent that. */
  public void hold(long term, long sequence) {
    table = fence(term, sequence);
  }

  public List<JsonObject> tables() {
    return List.copyOf(tables);
  }

  /** The header traceparent of each table that was sent; "null" where there was none. */
  public List<String> traces() {
    return List.copyOf(traces);
  }

  /** What was written: {@code METHOD path}. */
  public List<String> writes() {
    return List.copyOf(writes);
  }

  public JsonObject record(String kind, String name) {
    return records.get(kind + "/" + name);
  }

  /** Puts or changes a record, and says so on the event stream. */
  public void change(String kind, String name, JsonObject record) {
    records.put(kind + "/" + name, record);
    boolean declared = record.getString("name") != null;
    say(kind.substring(0, kind.length() - 1), declared ? name : null, record.getString("domain"));
  }

  public void remove(String kind, String name) {
    JsonObject gone = records.remove(kind + "/" + name);
    boolean declared = gone != null && gone.getString("name") != null;
    say(kind.substring(0, kind.length() - 1), declared ? name : null, "");
  }

  private synchronized void say(String kind, String name, String domain) {
    JsonObject event =
        new JsonObject()
            .put("cursor", events.size() + 1)
            .put("kind", kind)
            .put("name", name)
            .put("domain", domain);
    events.add(event);
    streams.forEach(stream -> send(stream, event));
  }

  private static void send(HttpServerResponse stream, JsonObject event) {
    stream.write(
        "id: %d\nevent: change\ndata: %s\n\n"
            .formatted(event.getInteger("cursor"), event.encode()));
  }

  private void handle(HttpServerRequest request) {
    if (!("Bearer " + token).equals(request.getHeader("authorization"))) {
      problem(request, 401, "UNAUTHENTICATED", "Wrong token.");
      return;
    }
    String path = request.path().substring("/admin/v1/".length());
    request
        .body()
        .onSuccess(
            body -> {
              if (path.equals("endpoints")) {
                endpoints(request, body);
              } else if (path.equals("events")) {
                follow(request);
              } else {
                desired(request, path, body);
              }
            });
  }

  private synchronized void endpoints(HttpServerRequest request, Buffer body) {
    int status = 200;
    if (request.method().name().equals("PUT")) {
      traces.add(String.valueOf(request.getHeader("traceparent")));
      JsonObject sent = body.toJsonObject();
      JsonObject fence = sent.getJsonObject("fence");
      if (table == null || order(fence, table) > 0) {
        table = fence;
        tables.add(sent);
      } else if (order(fence, table) < 0) {
        status = 409;
      }
    }
    answer(request, status, new JsonObject().put("applied", table).put("instanceId", instanceId));
  }

  private static int order(JsonObject one, JsonObject other) {
    int byTerm = Long.compare(one.getLong("term"), other.getLong("term"));
    return byTerm != 0 ? byTerm : Long.compare(one.getLong("sequence"), other.getLong("sequence"));
  }

  private static JsonObject fence(long term, long sequence) {
    return new JsonObject().put("term", term).put("sequence", sequence);
  }

  private synchronized void follow(HttpServerRequest request) {
    HttpServerResponse stream =
        request.response().setChunked(true).putHeader("content-type", "text/event-stream");
    stream.write(": open\n\n");
    long after = Long.parseLong(request.getParam("after", String.valueOf(events.size())));
    events.stream()
        .filter(event -> event.getLong("cursor") > after)
        .forEach(event -> send(stream, event));
    streams.add(stream);
    stream.closeHandler(closed -> streams.remove(stream));
  }

  private void desired(HttpServerRequest request, String path, Buffer body) {
    String kind = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    switch (request.method().name()) {
      case "GET" -> list(request, kind);
      case "PUT" -> put(request, kind, path, body.toJsonObject());
      case "DELETE" -> delete(request, path);
      default -> problem(request, 405, "INVALID_REQUEST", "");
    }
  }

  private void list(HttpServerRequest request, String kind) {
    boolean all = "all".equals(request.getParam("scope"));
    List<JsonObject> items = new ArrayList<>();
    records.forEach(
        (path, record) -> {
          if (path.startsWith(kind + "/") && (all || record.getString("name") != null)) {
            items.add(record);
          }
        });
    answer(
        request,
        200,
        new JsonObject().put("items", new JsonArray(items)).put("cursor", events.size()));
  }

  private void put(HttpServerRequest request, String kind, String path, JsonObject declared) {
    writes.add("PUT " + path);
    if (refusal != null) {
      answer(request, refusalStatus, refusal);
      return;
    }
    String name = path.substring(path.indexOf('/') + 1);
    JsonObject known = records.get(path);
    boolean same = known != null && known.getString("uid").equals(declared.getString("uid"));
    JsonObject record =
        same ? known.copy().mergeIn(declared) : states.get(kind).apply(declared.copy());
    record.put("name", name);
    records.put(path, record);
    answer(request, 200, record);
  }

  private void delete(HttpServerRequest request, String path) {
    writes.add("DELETE " + path);
    JsonObject known = records.get(path);
    if (known == null) {
      problem(request, 404, "RESOURCE_NOT_FOUND", "There is no such record.");
      return;
    }
    if (known.getString("uid").equals(request.getParam("uid"))) {
      records.remove(path);
    }
    request.response().setStatusCode(204).end();
  }

  private static JsonObject trust(JsonObject declared) {
    return declared
        .put("discovery", new JsonObject().put("state", "Ok"))
        .put(
            "peer",
            new JsonObject()
                .put("displayName", "Cloud B")
                .put("apiVersion", "1.2.0")
                .put("endPoint", "https://cloud-b.example.org/ocm")
                .put("capabilities", new JsonArray().add("invites"))
                .put("keyIds", new JsonArray().add("cloud-b.example.org#key1")))
        .put("reachable", "True")
        .put("mutual", "True")
        .put("connections", 0)
        .put("outbox", new JsonObject().put("depth", 0).put("delayed", false));
  }

  private static JsonObject invite(JsonObject declared) {
    boolean issue = declared.getString("type").equals("Issue");
    return declared.put("state", issue ? "Offered" : "Waiting").put("connections", new JsonArray());
  }

  private static JsonObject share(JsonObject declared) {
    boolean outgoing = declared.getString("direction").equals("Outgoing");
    return declared
        .put("state", outgoing ? "Delivered" : "Pending")
        .put("shareId", outgoing ? UUID.randomUUID().toString() : null)
        .put("resourceName", "report.pdf")
        .put("resourceType", "file")
        .put("sizeBytes", 12)
        .put("connectionFound", true);
  }

  private static void problem(HttpServerRequest request, int status, String code, String detail) {
    answer(
        request,
        status,
        new JsonObject().put("status", status).put("code", code).put("detail", detail));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toBuffer());
  }

  /** Stops to listen, as a killed process does; {@link #start} comes back on the same port. */
  public void stop() {
    server.close().toCompletionStage().toCompletableFuture().join();
    streams.clear();
  }

  @Override
  public void close() {
    stop();
  }
}
