package io.ocmfed.runtime.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.outbox.Classified;
import io.ocmfed.runtime.outbox.Courier;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** {@code USER_REMOVED}: names the acceptances that are over, so that it can touch no newer one. */
public final class UserRemovedCourier implements Courier {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clock clock;

  public UserRemovedCourier(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(MessageKind.USER_REMOVED);
  }

  @Override
  public Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer) {
    ObjectNode message =
        JSON.createObjectNode()
            .put("notificationType", "USER_REMOVED")
            .put("resourceType", "user")
            .put("providerId", entry.subject());
    message
        .putObject("notification")
        .put("message", "The connection was removed.")
        .set("acceptanceIds", body(entry).path("acceptanceIds"));
    return Optional.of(message.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer) {
    if (!peer.ocmfed()) {
      return;
    }
    // Only those that ended with it: what ended since may still have to be told, with its secret.
    body(entry)
        .path("acceptanceIds")
        .forEach(
            id -> {
              tx.outgoing().forgetSecrets(id.asText());
              tx.incoming().forgetSecrets(id.asText());
            });
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    tx.events()
        .append(
            new Event(
                0,
                clock.instant(),
                EventKind.CONNECTION,
                null,
                null,
                entry.domain(),
                "undelivered",
                Cause.EXPIRY));
  }

  private static JsonNode body(OutboxEntry entry) {
    try {
      return JSON.readTree(entry.body());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
