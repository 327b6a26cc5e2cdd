package io.ocmfed.runtime.share;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.outbox.Classified;
import io.ocmfed.runtime.outbox.Courier;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * {@code SHARE_ACCEPTED}, {@code SHARE_DECLINED} and {@code SHARE_UNSHARED}, with what servers of
 * all kinds want in them (ocm-protocol.md 4).
 */
public final class ShareNoticeCourier implements Courier {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ShareSteps steps;
  private final SecretBox box;

  public ShareNoticeCourier(ShareSteps steps, SecretBox box) {
    this.steps = steps;
    this.box = box;
  }

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(
        MessageKind.SHARE_UNSHARED, MessageKind.SHARE_ACCEPTED, MessageKind.SHARE_DECLINED);
  }

  @Override
  public void lock(Tx tx, OutboxEntry entry) {
    if (entry.kind() == MessageKind.SHARE_UNSHARED) {
      tx.outgoing()
          .find(entry.subject())
          .ifPresent(share -> tx.lockPair(share.domain(), share.localUser()));
    } else {
      tx.incoming()
          .find(entry.subject())
          .ifPresent(share -> tx.lockPair(share.domain(), share.localUser()));
    }
  }

  @Override
  public Collection<String> connections(Tx tx, OutboxEntry entry) {
    Optional<String> id =
        entry.kind() == MessageKind.SHARE_UNSHARED
            ? tx.outgoing().find(entry.subject()).map(OutgoingShare::acceptanceId)
            : tx.incoming().find(entry.subject()).map(IncomingShare::acceptanceId);
    return id.stream().toList();
  }

  @Override
  public Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer) {
    if (ShareSteps.ONLY_OTHERS.equals(entry.body()) && peer.ocmfed()) {
      // A connection may have had thousands of shares: the others are not looked at one by one.
      tx.outbox().cancelAfter(entry, ShareSteps.ONLY_OTHERS);
      return Optional.empty();
    }
    if (entry.kind() == MessageKind.SHARE_UNSHARED) {
      return tx.outgoing()
          .find(entry.subject())
          .filter(share -> share.sealedSecret() != null)
          .map(
              share ->
                  message(
                      entry.kind(),
                      share.folder() && ShareMessage.understandsMulti(peer),
                      share.id(),
                      share.sealedSecret(),
                      share.remoteUser()));
    }
    return tx.incoming()
        .find(entry.subject())
        .filter(share -> share.sealedSecret() != null)
        .map(
            share ->
                message(
                    entry.kind(),
                    share.folder() && ShareMessage.understandsMulti(peer),
                    share.providerId(),
                    share.sealedSecret(),
                    share.localUser()));
  }

  private byte[] message(
      MessageKind kind, boolean folder, String providerId, String sealed, String grantee) {
    ObjectNode message =
        JSON.createObjectNode()
            .put("notificationType", kind.name())
            .put("resourceType", folder ? "folder" : "file")
            .put("providerId", providerId);
    message
        .putObject("notification")
        .put("sharedSecret", box.open(sealed))
        .put("message", kind.name())
        .put("grantee", grantee);
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer) {
    forgetSecret(tx, entry);
  }

  /** Of a share that has ended: nobody will be told any more. */
  private static void forgetSecret(Tx tx, OutboxEntry entry) {
    if (entry.kind() == MessageKind.SHARE_UNSHARED) {
      tx.outgoing()
          .find(entry.subject())
          .filter(share -> !share.state().open())
          .ifPresent(share -> tx.outgoing().save(share.withoutSecret()));
    } else if (entry.kind() == MessageKind.SHARE_DECLINED) {
      tx.incoming()
          .find(entry.subject())
          .filter(share -> !share.state().open())
          .ifPresent(share -> tx.incoming().save(share.withoutSecret()));
    }
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    if (entry.kind() == MessageKind.SHARE_UNSHARED) {
      tx.outgoing()
          .find(entry.subject())
          .ifPresent(share -> steps.announce(tx, share, "undelivered", Cause.EXPIRY));
    } else {
      tx.incoming()
          .find(entry.subject())
          .ifPresent(share -> steps.announce(tx, share, "undelivered", Cause.EXPIRY));
    }
    forgetSecret(tx, entry);
  }
}
