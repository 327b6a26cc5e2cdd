package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What messages of some kinds say, and what their answers lead to. Calls only the transaction. */
public interface Courier {

  Set<MessageKind> kinds();

  /**
   * Takes the lock under which everything about the subject of the message is decided; before
   * anything else, as all who owe messages do.
   */
  void lock(Tx tx, OutboxEntry entry);

  /** Ids of the acceptances that the message is about, for their trail. */
  Collection<String> connections(Tx tx, OutboxEntry entry);

  /**
   * The JSON to send now, after noting that it is about to leave; empty when there is nothing to
   * say any more.
   */
  Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer);

  /** Whether a refusal is to be waited out, because it may end without this message changing. */
  default boolean waitsOut(Tx tx, OutboxEntry entry, Failure failure) {
    return failure.code() == io.ocmfed.runtime.web.Code.PEER_REFUSED;
  }

  /** The message will not be sent again: delivered, over, or refused. */
  void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer);

  /** It will be sent again later. */
  default void postponed(Tx tx, OutboxEntry entry, Failure failure) {}

  /** It could not be delivered for 30 days, or can never be sent, and is given up. */
  void givenUp(Tx tx, OutboxEntry entry, Failure failure);
}
