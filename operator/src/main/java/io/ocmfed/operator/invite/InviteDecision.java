package io.ocmfed.operator.invite;

import static io.ocmfed.crds.ConditionType.ACCEPTED;
import static io.ocmfed.crds.ConditionType.CONNECTED;
import static io.ocmfed.crds.ConditionType.OFFERED;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.InvitePhase;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmInviteStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.RemovedBy;
import io.ocmfed.operator.runtime.InviteRecord;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Decides the status of an OcmInvite; pure. */
final class InviteDecision {

  private static final int MOST_CONNECTIONS = 100;

  private static final Obstacle DISPUTED =
      Obstacle.forEvent(
          Reason.DISPUTED,
          "The peer does not know the connection, as after a restored backup; access is suspended until it does, or until somebody ends or renews the connection.");

  private final Clock clock;
  private final Duration slowPass;

  InviteDecision(Clock clock, Duration slowPass) {
    this.clock = clock;
    this.slowPass = slowPass;
  }

  Verdict<OcmInviteStatus> decide(OcmInvite invite, Sight<InviteRecord> sight) {
    Conditions conditions = Conditions.of(invite, invite.getStatus(), clock);
    return switch (sight) {
      case Sight.Blocked<InviteRecord>(Obstacle obstacle) -> blocked(invite, obstacle, conditions);
      case Sight.Stopped<InviteRecord>(String why) -> kept(invite, conditions.keepWhilePaused(why));
      case Sight.Recorded<InviteRecord>(InviteRecord known) ->
          invite.getSpec().type() == InviteType.ISSUE
              ? issued(invite, known, conditions)
              : accepted(invite, known, conditions);
    };
  }

  Verdict<OcmInviteStatus> paused(OcmInvite invite) {
    return kept(invite, Conditions.of(invite, invite.getStatus(), clock).keepWhilePaused());
  }

  private static Verdict<OcmInviteStatus> kept(OcmInvite invite, Conditions conditions) {
    return new Verdict<>(unchanged(invite, phaseBefore(invite), conditions), new Again.OnEvent());
  }

  private Verdict<OcmInviteStatus> blocked(
      OcmInvite invite, Obstacle obstacle, Conditions conditions) {
    conditions.keep(OFFERED, ACCEPTED, CONNECTED).blocked(obstacle);
    InvitePhase phase = obstacle.stalls() ? InvitePhase.FAILED : phaseBefore(invite);
    Again again =
        obstacle.remedy() == Obstacle.Remedy.RETRY
            ? new Again.Backoff()
            : new Again.After(slowPass);
    return new Verdict<>(unchanged(invite, phase, conditions), again);
  }

  private static InvitePhase phaseBefore(OcmInvite invite) {
    OcmInviteStatus before = invite.getStatus();
    boolean known =
        before != null && before.phase() != null && before.phase() != InvitePhase.FAILED;
    return known ? before.phase() : InvitePhase.PENDING;
  }

  private static OcmInviteStatus unchanged(
      OcmInvite invite, InvitePhase phase, Conditions conditions) {
    OcmInviteStatus before = invite.getStatus();
    return new OcmInviteStatus(
        invite.getMetadata().getGeneration(),
        Conditions.annotation(invite, Annotations.RECONCILE_AT),
        phase,
        before == null ? null : before.expiresAt(),
        before == null ? List.of() : before.connections(),
        conditions.list());
  }

  private Verdict<OcmInviteStatus> issued(
      OcmInvite invite, InviteRecord known, Conditions conditions) {
    boolean connected = standing(known);
    Instant expiresAt = known.expiresAt();
    boolean expired =
        "Expired".equals(known.state())
            || (expiresAt != null && !expiresAt.isAfter(clock.instant()));
    boolean offered = "Offered".equals(known.state()) && !expired;
    if (offered) {
      conditions.yes(OFFERED, Reason.OFFERED, "The invitation can be accepted.");
    } else if (expired) {
      conditions.no(
          OFFERED, Reason.EXPIRED, "The invitation has expired; extend it, or make another.");
    } else {
      conditions.no(
          OFFERED,
          Reason.INVITE_EXHAUSTED,
          "The invitation was used as often as it allows; allow more, or make another.");
    }
    connection(known, conditions);
    InvitePhase phase = issuedPhase(known, connected, offered, expired, conditions);
    // All else is told by the runtime; nothing is asked while nothing happens.
    Again again =
        offered && expiresAt != null ? new Again.After(until(expiresAt)) : new Again.OnEvent();
    return new Verdict<>(status(invite, known, phase, conditions), again);
  }

  private static InvitePhase issuedPhase(
      InviteRecord known,
      boolean connected,
      boolean offered,
      boolean expired,
      Conditions conditions) {
    if (connected) {
      conditions.ready(Reason.CONNECTED, "At least one remote user is connected.");
      return InvitePhase.CONNECTED;
    }
    if (disputed(known)) {
      conditions.notReady(DISPUTED.reason(), DISPUTED.message());
      return InvitePhase.DISCONNECTED;
    }
    Optional<InviteRecord.Connection> ended = lastEnded(known);
    if (ended.isPresent()) {
      Obstacle removal = removal(ended.get());
      conditions.notReady(removal.reason(), removal.message());
      return InvitePhase.DISCONNECTED;
    }
    if (offered) {
      conditions.ready(Reason.OFFERED, "The invitation can be accepted.");
      return InvitePhase.OFFERED;
    }
    Obstacle over =
        expired
            ? Obstacle.forPerson(
                Reason.EXPIRED,
                "The invitation has expired and nobody accepted; extend it, or make another.")
            : Obstacle.forPerson(
                Reason.INVITE_EXHAUSTED,
                "The invitation was used as often as it allows and nobody is connected; make another.");
    conditions.blocked(over);
    return expired ? InvitePhase.EXPIRED : InvitePhase.FAILED;
  }

  private Verdict<OcmInviteStatus> accepted(
      OcmInvite invite, InviteRecord known, Conditions conditions) {
    InvitePhase phase;
    switch (known.state() == null ? "" : known.state()) {
      case "Connected" -> {
        conditions.yes(ACCEPTED, Reason.ACCEPTED, "The inviter took the acceptance.");
        conditions.ready(Reason.CONNECTED, "The two users are connected.");
        phase = InvitePhase.CONNECTED;
      }
      case "Disputed" -> {
        conditions.yes(ACCEPTED, Reason.ACCEPTED, "The inviter took the acceptance.");
        conditions.notReady(DISPUTED.reason(), DISPUTED.message());
        phase = InvitePhase.DISCONNECTED;
      }
      case "Disconnected" -> {
        conditions.keep(ACCEPTED);
        Obstacle removal =
            lastEnded(known)
                .map(InviteDecision::removal)
                .orElseGet(
                    () ->
                        Obstacle.forEvent(
                            Reason.NOT_CONNECTED, "The connection has ended; invite again."));
        conditions.notReady(removal.reason(), removal.message());
        phase = InvitePhase.DISCONNECTED;
      }
      case "Failed" -> {
        Obstacle why =
            RuntimeAnswers.ofRecord(
                known.failure(),
                Obstacle.forPerson(
                    Reason.RUNTIME_ERROR,
                    "The invitation could not be accepted; ask for another."));
        conditions.no(ACCEPTED, why);
        conditions.blocked(Obstacle.forPerson(why.reason(), why.message()));
        phase = why.reason() == Reason.INVITE_EXPIRED ? InvitePhase.EXPIRED : InvitePhase.FAILED;
      }
      case "Waiting" -> {
        Obstacle waiting = waiting(known);
        conditions.no(ACCEPTED, waiting);
        conditions.blocked(waiting);
        phase = InvitePhase.PENDING;
      }
      default -> {
        Obstacle pending =
            Obstacle.forEvent(Reason.PROGRESSING, "The acceptance is on its way to the inviter.");
        conditions.no(ACCEPTED, pending);
        conditions.blocked(pending);
        phase = InvitePhase.PENDING;
      }
    }
    connection(known, conditions);
    return new Verdict<>(status(invite, known, phase, conditions), new Again.OnEvent());
  }

  /** Never connected: the other organisation may just not have applied its side yet. */
  private static Obstacle waiting(InviteRecord known) {
    boolean unreachable =
        known.failure() != null && known.failure().code().equals("PEER_UNREACHABLE");
    if (unreachable) {
      return Obstacle.forEvent(Reason.PEER_UNREACHABLE, RuntimeAnswers.sentence(known.failure()));
    }
    return Obstacle.forEvent(
        Reason.WAITING_FOR_PEER,
        "The inviter does not know the invitation yet, or does not trust us yet; it is tried again by itself.");
  }

  private static void connection(InviteRecord known, Conditions conditions) {
    if (standing(known)) {
      conditions.yes(CONNECTED, Reason.CONNECTED, "At least one remote user is connected.");
      return;
    }
    if (disputed(known)) {
      conditions.no(CONNECTED, DISPUTED);
      return;
    }
    Obstacle why =
        lastEnded(known)
            .map(InviteDecision::removal)
            .orElseGet(
                () ->
                    Obstacle.forEvent(
                        Reason.NOT_CONNECTED,
                        "Nobody is connected yet; that begins when the invitation is accepted."));
    conditions.no(CONNECTED, why);
  }

  private static boolean standing(InviteRecord known) {
    return known.connections().stream().anyMatch(InviteRecord.Connection::standing);
  }

  private static boolean disputed(InviteRecord known) {
    return known.connections().stream().anyMatch(InviteRecord.Connection::disputed);
  }

  private static Optional<InviteRecord.Connection> lastEnded(InviteRecord known) {
    return known.connections().stream().filter(InviteRecord.Connection::ended).findFirst();
  }

  private static Obstacle removal(InviteRecord.Connection ended) {
    if ("Peer".equals(ended.endedBy())) {
      return Obstacle.forEvent(
          Reason.REMOVED_BY_PEER,
          "The other side ended the connection; invite again to reconnect.");
    }
    if ("User".equals(ended.cause())) {
      return Obstacle.forEvent(
          Reason.REMOVED_BY_USER,
          "A user on our side ended the connection; a new token, or the annotation %s, connects again."
              .formatted(Annotations.REACCEPT_AT));
    }
    return Obstacle.forEvent(Reason.NOT_CONNECTED, "The connection has ended; invite again.");
  }

  private static OcmInviteStatus status(
      OcmInvite invite, InviteRecord known, InvitePhase phase, Conditions conditions) {
    return new OcmInviteStatus(
        invite.getMetadata().getGeneration(),
        Conditions.annotation(invite, Annotations.RECONCILE_AT),
        phase,
        wholeSeconds(known.expiresAt()),
        known.connections().stream()
            .limit(MOST_CONNECTIONS)
            .map(
                connection ->
                    new OcmInviteStatus.Connection(
                        connection.id(),
                        connection.remoteUser(),
                        wholeSeconds(connection.establishedAt()),
                        RemovedBy.fromWire(connection.endedBy())))
            .toList(),
        conditions.list());
  }

  private static Instant wholeSeconds(Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }

  private Duration until(Instant expiry) {
    return Duration.between(clock.instant(), expiry).plusSeconds(1);
  }
}
