package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.comparison.AcceptanceRules.Said;
import io.ocmfed.runtime.comparison.AcceptanceRules.Verdict;
import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.share.ComparedShares;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Does what the peer's answers lead to: one transaction per local user, with the pair locked and
 * everything read again. What needs nothing costs no transaction of its own.
 */
final class Mending {

  private final Store store;
  private final Connections connections;
  private final ComparedShares shares;

  Mending(Store store, Connections connections, ComparedShares shares) {
    this.store = store;
    this.connections = connections;
    this.shares = shares;
  }

  /** What stands here and is pending at the peer: it is to be told. */
  List<Acceptance> pendingThere(String domain, Map<String, Said> answers) {
    List<String> ids =
        answers.entrySet().stream()
            .filter(answer -> answer.getValue() == Said.PENDING)
            .map(Map.Entry::getKey)
            .toList();
    return store.inTransaction(tx -> tx.acceptances().among(domain, ids)).stream()
        .filter(acceptance -> acceptance.state() == AcceptanceState.STANDING)
        .toList();
  }

  /** Returns how many acceptances changed. */
  int acceptances(String domain, Map<String, Said> answers) {
    return perUser(
        domain,
        store.inTransaction(tx -> tx.acceptances().among(domain, answers.keySet())),
        seen -> AcceptanceRules.decide(seen, answers.get(seen.id())) != Verdict.KEEP,
        Acceptance::localUser,
        (tx, seen) -> acceptance(tx, seen.id(), answers.get(seen.id())));
  }

  private boolean acceptance(Tx tx, String id, Said said) {
    Acceptance now = tx.acceptances().find(id).orElseThrow();
    Verdict verdict = AcceptanceRules.decide(now, said);
    switch (verdict) {
      case KEEP -> {}
      case SETTLE -> connections.settle(tx, now, Cause.COMPARISON);
      case DISPUTE -> connections.dispute(tx, now, Cause.COMPARISON);
      case END -> connections.end(tx, now, Party.PEER, Cause.COMPARISON, null);
    }
    return verdict != Verdict.KEEP;
  }

  /** Both hold these: no dispute about any of these. Returns how many there were. */
  int settled(String domain, List<String> ids) {
    List<Acceptance> disputed =
        store.inTransaction(
            tx ->
                tx.acceptances().disputed().containsKey(domain)
                    ? tx.acceptances().among(domain, ids)
                    : List.of());
    return acceptances(
        domain,
        disputed.stream()
            .filter(acceptance -> acceptance.disputedAt() != null)
            .collect(Collectors.toMap(Acceptance::id, acceptance -> Said.STANDING)));
  }

  /**
   * Shares of ours; returns how many changed.
   *
   * @param answers empty where the peer does not know it
   */
  int outgoing(String domain, Map<String, Optional<IncomingState>> answers) {
    return perUser(
        domain,
        store.inTransaction(tx -> tx.outgoing().among(domain, answers.keySet())),
        seen ->
            seen.state() != OutgoingState.ACCEPTED
                || !answers.get(seen.id()).equals(Optional.of(IncomingState.ACCEPTED)),
        OutgoingShare::localUser,
        (tx, seen) ->
            shares.outgoing(
                tx, tx.outgoing().find(seen.id()).orElseThrow(), answers.get(seen.id())));
  }

  /**
   * Shares of the peer, by its ids; returns how many changed.
   *
   * @param answers empty where the peer does not know it
   */
  int incoming(String domain, Map<String, Optional<OutgoingState>> answers) {
    return perUser(
        domain,
        store.inTransaction(tx -> tx.incoming().among(domain, answers.keySet())),
        seen -> answers.get(seen.providerId()).filter(OutgoingState::open).isEmpty(),
        IncomingShare::localUser,
        (tx, seen) ->
            shares.incoming(
                tx, tx.incoming().find(seen.id()).orElseThrow(), answers.get(seen.providerId())));
  }

  private <R> int perUser(
      String domain,
      List<R> seen,
      Predicate<R> concerns,
      Function<R, String> localUser,
      BiPredicate<Tx, R> change) {
    Map<String, List<R>> users =
        seen.stream()
            .filter(concerns)
            .collect(Collectors.groupingBy(localUser, TreeMap::new, Collectors.toList()));
    int changed = 0;
    for (Map.Entry<String, List<R>> user : users.entrySet()) {
      changed +=
          store.inTransaction(
              tx -> {
                tx.lockPair(domain, user.getKey());
                return (int)
                    user.getValue().stream().filter(record -> change.test(tx, record)).count();
              });
    }
    return changed;
  }
}
