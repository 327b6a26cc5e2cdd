package io.ocmfed.operator.trust;

import static io.ocmfed.crds.ConditionType.DELIVERY_DELAYED;
import static io.ocmfed.crds.ConditionType.DISCOVERED;
import static io.ocmfed.crds.ConditionType.MUTUAL;
import static io.ocmfed.crds.ConditionType.PROGRAMMED;
import static io.ocmfed.crds.ConditionType.REACHABLE;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.OcmTrustStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.runtime.TrustRecord;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Decides the status of an OcmTrust; pure. */
final class TrustDecision {

  private final Clock clock;
  private final Duration slowPass;

  TrustDecision(Clock clock, Duration slowPass) {
    this.clock = clock;
    this.slowPass = slowPass;
  }

  Verdict<OcmTrustStatus> decide(OcmTrust trust, Sight<TrustRecord> sight) {
    return switch (sight) {
      case Sight.Blocked<TrustRecord>(Obstacle obstacle) -> blocked(trust, obstacle);
      case Sight.Stopped<TrustRecord>(String why) ->
          kept(trust, Conditions.of(trust, trust.getStatus(), clock).keepWhilePaused(why));
      case Sight.Recorded<TrustRecord>(TrustRecord known) -> recorded(trust, known);
    };
  }

  Verdict<OcmTrustStatus> paused(OcmTrust trust) {
    return kept(trust, Conditions.of(trust, trust.getStatus(), clock).keepWhilePaused());
  }

  private static Verdict<OcmTrustStatus> kept(OcmTrust trust, Conditions conditions) {
    return new Verdict<>(unchanged(trust, conditions), new Again.OnEvent());
  }

  private Verdict<OcmTrustStatus> blocked(OcmTrust trust, Obstacle obstacle) {
    Conditions conditions =
        Conditions.of(trust, trust.getStatus(), clock)
            .keep(DISCOVERED, REACHABLE, MUTUAL, DELIVERY_DELAYED)
            .blocked(obstacle);
    if (obstacle.reason() == Reason.RUNTIME_UNREACHABLE
        || obstacle.reason() == Reason.NO_READY_RUNTIME) {
      // What was recorded is recorded: the runtime's being away takes nothing back.
      conditions.keep(PROGRAMMED);
    } else {
      conditions.no(PROGRAMMED, obstacle);
    }
    return new Verdict<>(unchanged(trust, conditions), again(obstacle));
  }

  private static OcmTrustStatus unchanged(OcmTrust trust, Conditions conditions) {
    OcmTrustStatus before = trust.getStatus();
    return new OcmTrustStatus(
        trust.getMetadata().getGeneration(),
        Conditions.annotation(trust, Annotations.RECONCILE_AT),
        before == null ? null : before.peer(),
        before == null ? null : before.connections(),
        conditions.list());
  }

  private Again again(Obstacle obstacle) {
    return obstacle.remedy() == Obstacle.Remedy.RETRY
        ? new Again.Backoff()
        : new Again.After(slowPass);
  }

  private Verdict<OcmTrustStatus> recorded(OcmTrust trust, TrustRecord known) {
    Conditions conditions =
        Conditions.of(trust, trust.getStatus(), clock)
            .yes(PROGRAMMED, Reason.SUCCEEDED, "The runtime has recorded the trust.");
    discovery(known, conditions);
    information(
        conditions,
        REACHABLE,
        known.reachable(),
        "The peer answers.",
        Reason.PEER_UNREACHABLE,
        "The peer did not answer last time; it is tried again by itself.");
    information(
        conditions,
        MUTUAL,
        known.mutual(),
        "The peer trusts us.",
        Reason.PEER_REFUSED,
        "The peer does not trust us yet; its side needs an OcmTrust, or the like, for our domain.");
    if (known.outbox() != null && known.outbox().delayed()) {
      conditions.yes(
          DELIVERY_DELAYED,
          Reason.DELIVERY_DELAYED,
          "Something owed to the peer is older than a minute; it is sent again by itself.");
    } else {
      conditions.no(DELIVERY_DELAYED, Reason.SUCCEEDED, "Nothing owed to the peer is late.");
    }
    OcmTrustStatus status =
        new OcmTrustStatus(
            trust.getMetadata().getGeneration(),
            Conditions.annotation(trust, Annotations.RECONCILE_AT),
            peer(known.peer()),
            known.connections(),
            conditions.list());
    // Of a ConfigMap that changes nobody tells us; of all else the runtime does.
    boolean refersToCa = trust.getSpec() != null && trust.getSpec().caCertificateRef() != null;
    return new Verdict<>(status, refersToCa ? new Again.After(slowPass) : new Again.OnEvent());
  }

  /** Discovery is the runtime's work: it tries again by itself and tells us. */
  private static void discovery(TrustRecord known, Conditions conditions) {
    String state = known.discovery() == null ? "Unknown" : known.discovery().state();
    switch (state == null ? "Unknown" : state) {
      case "Ok" -> {
        conditions.yes(DISCOVERED, Reason.SUCCEEDED, "The peer's discovery document was read.");
        conditions.ready(Reason.SUCCEEDED, "The peer is known, and trusted as declared.");
      }
      case "Failed" -> {
        Obstacle why =
            RuntimeAnswers.ofRecord(
                known.discovery().failure(),
                Obstacle.forEvent(
                    Reason.DISCOVERY_FAILED,
                    "The peer's discovery document cannot be used; it is tried again by itself."));
        conditions.no(DISCOVERED, why);
        conditions.blocked(new Obstacle(why.reason(), why.message(), Obstacle.Remedy.EVENT));
      }
      default -> {
        Obstacle pending =
            Obstacle.forEvent(Reason.PROGRESSING, "The peer's discovery document is being read.");
        conditions.unknown(DISCOVERED, pending.reason(), pending.message());
        conditions.blocked(pending);
      }
    }
  }

  private static void information(
      Conditions conditions,
      ConditionType type,
      String state,
      String positive,
      Reason negativeReason,
      String negative) {
    switch (state == null ? "Unknown" : state) {
      case "True" -> conditions.yes(type, Reason.SUCCEEDED, positive);
      case "False" -> conditions.no(type, negativeReason, negative);
      default ->
          conditions.unknown(
              type, Reason.PENDING, "Not known yet; the next call of the peer will tell.");
    }
  }

  private static OcmTrustStatus.Peer peer(TrustRecord.Peer peer) {
    if (peer == null) {
      return null;
    }
    return new OcmTrustStatus.Peer(
        cut(peer.displayName(), 256),
        cut(peer.apiVersion(), 32),
        cut(peer.endPoint(), 2048),
        some(peer.capabilities(), 64, 128),
        some(peer.keyIds(), 32, 512));
  }

  /**
   * What a peer says of itself is bounded here, or the API server would refuse all of the status.
   */
  private static String cut(String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }

  private static List<String> some(List<String> texts, int most, int longest) {
    return texts == null
        ? List.of()
        : texts.stream().limit(most).map(text -> cut(text, longest)).toList();
  }
}
