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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code USER_REMOVED}: names the acceptances that are over, so that it can touch no newer one. */
public final class UserRemovedCourier implements Courier {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the body of the entry: all acceptances that ended, also those whose id only we know. */
  static final String ENDED = "ended";

  private final Clock clock;

  public UserRemovedCourier(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(MessageKind.USER_REMOVED);
  }

  @Override
  public void lock(Tx tx, OutboxEntry entry) {
    tx.lockPair(entry.domain(), entry.subject());
  }

  @Override
  public Collection<String> connections(Tx tx, OutboxEntry entry) {
    List<String> ended = new ArrayList<>();
    JsonNode body = body(entry);
    // Without the second list: written by a version that named only what the peer knows.
    (body.has(ENDED) ? body.get(ENDED) : body.path("acceptanceIds"))
        .forEach(id -> ended.add(id.asText()));
    return ended;
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
    boolean known = !(answer instanceof Classified.Refused);
    if (known || !peer.ocmfed()) {
      // Servers of other kinds that refuse it will never say more.
      tx.upkeep().confirmed(connections(tx, entry));
    }
    if (peer.ocmfed()) {
      forgetSecrets(tx, entry);
    }
  }

  private static void forgetSecrets(Tx tx, OutboxEntry entry) {
    String remoteUser = body(entry).path("remoteUser").asText(null);
    if (remoteUser != null) {
      tx.outgoing().forgetSecrets(entry.domain(), entry.subject(), remoteUser);
      tx.incoming().forgetSecrets(entry.domain(), entry.subject(), remoteUser);
    }
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    forgetSecrets(tx, entry);
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
