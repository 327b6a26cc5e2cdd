package io.ocmfed.runtime.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Acceptances;
import io.ocmfed.runtime.store.IncomingShares;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShares;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rules of lifecycle.md that matter, each as the weakness of a runtime without it. */
enum Rule implements Weakness {
  /** A removal of ids that are not known is recorded. */
  REMOVAL_OF_UNKNOWN_IDS {
    @Override
    public Tx store(Tx tx, String operation) {
      return acceptances(
          tx,
          real ->
              Overriding.of(
                  Acceptances.class,
                  real,
                  "save",
                  call -> {
                    Acceptance one = (Acceptance) call[0];
                    if (one.localUser() != null) {
                      real.save(one);
                    }
                    return null;
                  }));
    }
  },
  /** The inviter looks for the id first, then at the token. */
  KNOWN_ID_BEFORE_TOKEN {
    @Override
    public Tx store(Tx tx, String operation) {
      return operation.equals("answering invite-accepted")
          ? acceptances(
              tx,
              real ->
                  Overriding.of(
                      Acceptances.class,
                      real,
                      "find",
                      call ->
                          real.find((String) call[0])
                              .filter(one -> one.acceptedBy() == Party.LOCAL)))
          : tx;
    }
  },
  /** A removal names the ids that it ends; without them it ends all that stands. */
  IDS_IN_THE_REMOVAL {
    @Override
    public byte[] request(String path, byte[] json, Node to, String from) {
      ObjectNode message = (ObjectNode) Letter.read(json);
      if (!message.path("notificationType").asText().equals("USER_REMOVED")) {
        return json;
      }
      ArrayNode ids = ((ObjectNode) message.path("notification")).putArray("acceptanceIds");
      to.unnoticed()
          .acceptances()
          .standingWith(from, message.path("providerId").asText())
          .forEach(one -> ids.add(one.id()));
      return message.toString().getBytes(StandardCharsets.UTF_8);
    }
  },
  /** What was under way when the process died goes out again. */
  RECOVERY_OF_PENDING {
    @Override
    public Tx store(Tx tx, String operation) {
      Outbox real = tx.outbox();
      return with(
          tx,
          "outbox",
          Overriding.of(
              Outbox.class,
              real,
              "claim",
              call -> {
                Optional<OutboxEntry> claimed =
                    real.claim((String) call[0], (Instant) call[1], (Instant) call[2]);
                return claimed
                    .filter(entry -> entry.kind() == MessageKind.INVITE_ACCEPTED)
                    .map(
                        entry -> {
                          forget(tx, entry);
                          return entry;
                        })
                    .or(() -> claimed);
              }));
    }

    /** The lease does not run out. */
    private void forget(Tx tx, OutboxEntry entry) {
      Records records = ((MemoryTx) tx).records();
      Records.Lane lane = records.lanes.find(entry.lane()).orElseThrow();
      records.lanes.put(
          lane.key(),
          new Records.Lane(
              lane.key(),
              lane.domain(),
              lane.nextAt(),
              lane.leaseUntil().plus(Duration.ofDays(365)),
              lane.owner()));
    }
  },
  /** A share names the acceptance that it rests on. */
  ACCEPTANCE_OF_THE_SHARE {
    @Override
    public byte[] request(String path, byte[] json, Node to, String from) {
      if (!path.equals("shares")) {
        return json;
      }
      ObjectNode message = (ObjectNode) Letter.read(json);
      message.remove("acceptanceId");
      return message.toString().getBytes(StandardCharsets.UTF_8);
    }
  },
  /** What a user issued before is void for whom that user has removed. */
  VOID_TOKEN {
    @Override
    public Tx store(Tx tx, String operation) {
      return operation.equals("answering invite-accepted") ? withoutRemovals(tx) : tx;
    }
  },
  /** An acceptance that began before a removal ends when it completes. */
  REMOVAL_BEFORE_COMPLETION {
    @Override
    public Tx store(Tx tx, String operation) {
      return operation.equals("answering invite-accepted") ? tx : withoutRemovals(tx);
    }
  },
  /** What both sides hold is compared. */
  COMPARISON {
    @Override
    public Tx store(Tx tx, String operation) {
      Tx first =
          acceptances(
              tx, real -> Overriding.of(Acceptances.class, real, "comparable", call -> List.of()));
      Tx second =
          with(
              first,
              "outgoing",
              Overriding.of(OutgoingShares.class, tx.outgoing(), "comparable", call -> List.of()));
      return with(
          second,
          "incoming",
          Overriding.of(IncomingShares.class, tx.incoming(), "comparable", call -> List.of()));
    }
  },
  /** What the peer does not know is disputed. */
  DISPUTE {
    @Override
    public Tx store(Tx tx, String operation) {
      return acceptances(
          tx,
          real ->
              Overriding.of(
                  Acceptances.class,
                  real,
                  "save",
                  call -> {
                    Acceptance one = (Acceptance) call[0];
                    real.save(one.ended() ? one : one.undisputed());
                    return null;
                  }));
    }
  },
  /** A dispute that nobody settles ends. */
  END_OF_DISPUTES {
    @Override
    public Tx store(Tx tx, String operation) {
      return acceptances(
          tx, real -> Overriding.of(Acceptances.class, real, "disputedBefore", call -> List.of()));
    }
  };

  private static Tx withoutRemovals(Tx tx) {
    return acceptances(
        tx, real -> Overriding.of(Acceptances.class, real, "removals", call -> List.of()));
  }

  private static Tx acceptances(Tx tx, UnaryOperator<Acceptances> view) {
    return with(tx, "acceptances", view.apply(tx.acceptances()));
  }

  private static Tx with(Tx tx, String part, Object instead) {
    return Overriding.of(Tx.class, tx, part, call -> instead);
  }
}
