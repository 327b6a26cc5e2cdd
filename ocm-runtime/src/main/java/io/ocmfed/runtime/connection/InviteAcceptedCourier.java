package io.ocmfed.runtime.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.outbox.Classified;
import io.ocmfed.runtime.outbox.Classified.Identity;
import io.ocmfed.runtime.outbox.Courier;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /invite-accepted}: what we send, and what the inviter's answers lead to. */
public final class InviteAcceptedCourier implements Courier {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connections connections;
  private final RemoveConnection removal;
  private final SecretBox box;
  private final String ownDomain;

  public InviteAcceptedCourier(
      Connections connections, RemoveConnection removal, SecretBox box, String ownDomain) {
    this.connections = connections;
    this.removal = removal;
    this.box = box;
    this.ownDomain = ownDomain;
  }

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(MessageKind.INVITE_ACCEPTED);
  }

  @Override
  public void lock(Tx tx, OutboxEntry entry) {
    tx.acceptances()
        .find(entry.subject())
        .ifPresent(acceptance -> tx.lockPair(acceptance.domain(), acceptance.localUser()));
  }

  @Override
  public Collection<String> connections(Tx tx, OutboxEntry entry) {
    return List.of(entry.subject());
  }

  @Override
  public Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer) {
    Optional<Acceptance> pending = held(tx, entry);
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    Acceptance acceptance = pending.get();
    tx.acceptances().save(acceptance.leaving());
    ObjectNode user = read(entry.body());
    String mail = user.path("email").asText("");
    ObjectNode message =
        JSON.createObjectNode()
            .put("recipientProvider", ownDomain)
            .put("token", box.open(acceptance.sealedToken()))
            .put("userID", acceptance.localUser())
            .put(
                "email",
                mail.isBlank() ? acceptance.localUser() + "@" + Domains.host(ownDomain) : mail)
            .put("name", user.path("name").asText(acceptance.localUser()))
            .put("acceptanceId", acceptance.id());
    return Optional.of(message.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A declared acceptance that never connected waits for the other side to be applied. */
  @Override
  public boolean waitsOut(Tx tx, OutboxEntry entry, Failure failure) {
    Optional<DeclaredInvite> declared =
        tx.acceptances()
            .find(entry.subject())
            .map(Acceptance::declared)
            .flatMap(tx.declarations()::invite);
    return declared.isPresent()
        && switch (failure.code()) {
          case PEER_REFUSED, PEER_UNTRUSTED -> true;
          case INVITE_UNKNOWN -> !declared.get().everConnected();
          default -> false;
        };
  }

  @Override
  public void postponed(Tx tx, OutboxEntry entry, Failure failure) {
    held(tx, entry)
        .ifPresent(
            acceptance -> {
              Acceptance waiting = acceptance.waiting(failure);
              tx.acceptances().save(waiting);
              if (acceptance.failure() == null || acceptance.failure().code() != failure.code()) {
                connections.announce(tx, waiting, "waiting", Cause.PEER);
              }
            });
  }

  @Override
  public void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer) {
    Optional<Acceptance> pending = held(tx, entry);
    if (pending.isEmpty()) {
      return;
    }
    Acceptance acceptance = pending.get();
    switch (answer) {
      case Classified.Delivered delivered ->
          complete(tx, acceptance, delivered.identity().orElseThrow(), peer.ocmfed());
      case Classified.Over over -> end(tx, acceptance, over(acceptance.domain()));
      case Classified.Refused refused -> {
        end(tx, acceptance, refused.failure());
        if (refused.certain() && peer.ocmfed()) {
          removal.oweId(tx, acceptance);
        }
      }
      case Classified.Again again ->
          throw new IllegalStateException("a message that goes again is not settled");
    }
  }

  private void complete(Tx tx, Acceptance acceptance, Identity identity, boolean idShared) {
    Remote remote =
        new Remote(acceptance.domain(), identity.userId(), identity.name(), identity.mail());
    boolean stands = connections.complete(tx, acceptance, remote, idShared);
    if (!stands && idShared) {
      removal.oweId(tx, acceptance);
    }
    if (stands && acceptance.declared() != null) {
      tx.declarations()
          .invite(acceptance.declared())
          .ifPresent(declared -> tx.declarations().save(declared.outcome(true, null)));
    }
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    held(tx, entry)
        .ifPresent(
            acceptance -> connections.end(tx, acceptance, Party.LOCAL, Cause.EXPIRY, failure));
  }

  private void end(Tx tx, Acceptance acceptance, Failure failure) {
    connections.end(tx, acceptance, Party.PEER, Cause.PEER, failure);
  }

  /** The acceptance while it is pending, with its pair locked. */
  private static Optional<Acceptance> held(Tx tx, OutboxEntry entry) {
    Optional<Acceptance> seen = tx.acceptances().find(entry.subject());
    seen.ifPresent(acceptance -> tx.lockPair(acceptance.domain(), acceptance.localUser()));
    return seen.flatMap(acceptance -> tx.acceptances().find(acceptance.id()))
        .filter(acceptance -> acceptance.state() == AcceptanceState.PENDING);
  }

  private static Failure over(String domain) {
    return Failure.of(
        Code.NOT_CONNECTED,
        "peer:" + domain,
        "The inviter has ended this connection. Ask for a new invitation.");
  }

  private static ObjectNode read(String body) {
    try {
      return JSON.readValue(body, ObjectNode.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
