package io.ocmfed.runtime.connection;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.outbox.Lanes;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** One of our users accepts an invitation: the acceptance and its message, in one transaction. */
public final class AcceptInvite {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connections connections;
  private final SecretBox box;
  private final Ids ids;
  private final Clock clock;

  public AcceptInvite(Connections connections, SecretBox box, Ids ids, Clock clock) {
    this.connections = connections;
    this.box = box;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Begins, unless an acceptance of this user by that token is under way or stands undisputed.
   *
   * @param declared name of the declaration that asks; null for a user
   * @return the acceptance, new or not
   */
  public Acceptance begin(Tx tx, User user, String domain, String token, String declared) {
    tx.lockPair(domain, user.id());
    String hash = Sha256.hex(token);
    Optional<Acceptance> live =
        tx.acceptances().ofToken(hash).stream()
            .filter(one -> one.acceptedBy() == Party.LOCAL && user.id().equals(one.localUser()))
            .filter(one -> one.domain().equals(domain))
            .filter(one -> !one.ended() && one.disputedAt() == null)
            .findFirst();
    if (live.isPresent()) {
      return live.get();
    }
    Instant now = clock.instant();
    Acceptance pending =
        Acceptance.pending(
            ids.newId(), user.id(), domain, hash, box.seal(token), declared, tx.tick(), now);
    tx.acceptances().save(pending);
    tx.outbox()
        .add(
            OutboxEntry.of(
                Lanes.acceptance(domain, pending.id()),
                domain,
                MessageKind.INVITE_ACCEPTED,
                pending.id(),
                JSON.createObjectNode()
                    .put("name", user.displayName().isBlank() ? user.login() : user.displayName())
                    .put("email", user.mail())
                    .toString(),
                now));
    connections.tell(tx, pending, "pending", declared == null ? Cause.USER : Cause.OPERATOR);
    return pending;
  }
}
