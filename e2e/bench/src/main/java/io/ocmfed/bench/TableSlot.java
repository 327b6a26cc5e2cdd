package io.ocmfed.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The endpoint table of one runtime, with the fence rules of the admin API. */
final class TableSlot {

  private final AtomicLong puts = new AtomicLong();
  private volatile Listener listener = (_, _) -> {};
  private JsonObject fence;
  private volatile List<String> gateways;

  /** Told of each table that was applied, after the acknowledgement has been written. */
  @FunctionalInterface
  interface Listener {

    /**
     * @param gateways names of the gateway pods in the table
     * @param nanos {@link System#nanoTime()} of the acknowledgement
     */
    void applied(List<String> gateways, long nanos);
  }

  void listen(Listener told) {
    listener = told;
  }

  /** Whether the table was applied; not so when it is older than the one that is here. */
  synchronized boolean offer(JsonObject table) {
    puts.incrementAndGet();
    JsonObject sent = table.getJsonObject("fence");
    if (fence != null && order(sent, fence) < 0) {
      return false;
    }
    fence = sent;
    JsonArray named = table.getJsonObject("services").getJsonArray("gateway");
    gateways = named.stream().map(each -> ((JsonObject) each).getString("pod")).toList();
    return true;
  }

  void acknowledged() {
    long now = System.nanoTime();
    List<String> known = gateways;
    listener.applied(known, now);
  }

  private static int order(JsonObject one, JsonObject other) {
    int byTerm = Long.compare(one.getLong("term"), other.getLong("term"));
    return byTerm != 0 ? byTerm : Long.compare(one.getLong("sequence"), other.getLong("sequence"));
  }

  synchronized JsonObject fence() {
    return fence;
  }

  /** The gateway pods of the table that is here; null before the first. */
  List<String> gateways() {
    return gateways;
  }

  /** How many tables were sent here, stale ones too. */
  long puts() {
    return puts.get();
  }
}
