package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sends the body of the entry as it is; one that says {@code poison} cannot be made. */
final class PlainCourier implements Courier {

  final ConcurrentLinkedQueue<String> settled = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Failure> givenUp = new ConcurrentLinkedQueue<>();

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(MessageKind.values());
  }

  @Override
  public void lock(Tx tx, OutboxEntry entry) {
    tx.lockPair(entry.domain(), "alice");
  }

  @Override
  public Collection<String> connections(Tx tx, OutboxEntry entry) {
    return List.of("connection");
  }

  @Override
  public Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer) {
    if (entry.body().equals("poison")) {
      throw new IllegalStateException("the key 1234 of a stored secret is gone");
    }
    return Optional.of(entry.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer) {
    settled.add(entry.body());
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    givenUp.add(failure);
  }
}
