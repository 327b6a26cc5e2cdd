package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** {@code /events}: the log of changes as server-sent events, for as long as the client listens. */
@Singleton
final class EventRoutes implements AdminRoutes {

  private static final Duration ALIVE = Duration.ofSeconds(10);
  private static final int BATCH = 200;

  private final Store store;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  EventRoutes(Store store, ObjectMapper json, Clock clock) {
    this.store = store;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Optional<Role> role() {
    return Optional.of(Role.OCM);
  }

  @Override
  public void register(AdminRouter router) {
    router.stream(HttpMethod.GET, "/events", this::stream);
  }

  private void stream(RoutingContext context) {
    try (Store.Changes changes = store.changes()) {
      long from = start(context.request().getParam("after"));
      HttpServerResponse response = context.response();
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store");
      send(response, ": cursor " + from + "\n\n");
      follow(response, changes, from);
    }
  }

  /** Where to begin: checked before anything is written. */
  private long start(String after) {
    return store.inTransaction(
        tx -> {
          long newest = tx.events().newest();
          if (after == null || after.isBlank()) {
            return newest;
          }
          long cursor = number(after);
          if (cursor < tx.events().horizon() || cursor > newest) {
            throw Failure.client(
                    Code.CURSOR_COMPACTED,
                    "Events up to there are gone. List everything, and go on from its cursor.")
                .toException();
          }
          return cursor;
        });
  }

  private static long number(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException other) {
      throw Failure.client(Code.INVALID_REQUEST, "The query parameter after is no number.")
          .toException(other);
    }
  }

  private void follow(HttpServerResponse response, Store.Changes changes, long from) {
    long cursor = from;
    Instant last = clock.instant();
    try {
      while (!response.closed() && !response.ended()) {
        long after = cursor;
        List<Event> events = store.inTransaction(tx -> tx.events().after(after, BATCH));
        if (!events.isEmpty()) {
          send(response, events.stream().map(this::text).collect(Collectors.joining()));
          cursor = events.getLast().cursor();
          last = clock.instant();
        } else if (Duration.between(last, clock.instant()).compareTo(ALIVE) >= 0) {
          send(response, ": alive\n\n");
          last = clock.instant();
        }
        if (events.size() < BATCH) {
          changes.await(Duration.ofSeconds(2));
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (CompletionException gone) {
      // The client has left; it comes back with its cursor.
      return;
    }
  }

  /** Waits until it is written, so that a slow client slows only itself. */
  private static void send(HttpServerResponse response, String text) {
    response.write(text).toCompletionStage().toCompletableFuture().join();
  }

  private String text(Event event) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cursor", event.cursor());
    body.put("at", event.at());
    body.put("kind", event.kind().word());
    body.put("name", event.name());
    body.put("id", event.id());
    body.put("domain", event.domain());
    body.put("what", event.what());
    body.put("cause", InviteView.word(event.cause()));
    try {
      return "id: "
          + event.cursor()
          + "\nevent: change\ndata: "
          + json.writeValueAsString(body)
          + "\n\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
