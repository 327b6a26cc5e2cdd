package io.ocmfed.operator.share;

import static io.ocmfed.crds.ConditionType.ACCEPTED;
import static io.ocmfed.crds.ConditionType.CONNECTION_FOUND;
import static io.ocmfed.crds.ConditionType.DELIVERED;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareStatus;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.ResourceType;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.crds.SharePhase;
import io.ocmfed.crds.ShareResponse;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Decides the status of an OcmShare, declared or mirrored; pure. */
public final class ShareDecision {

  private static final Obstacle DISPUTED =
      Obstacle.forEvent(
          Reason.DISPUTED,
          "The peer does not know the connection that the share rests on; access is suspended until it does, or until somebody ends or renews the connection.");

  private final Clock clock;
  private final Duration slowPass;

  public ShareDecision(Clock clock, Duration slowPass) {
    this.clock = clock;
    this.slowPass = slowPass;
  }

  /** Of a declared share. */
  public Verdict<OcmShareStatus> decide(OcmShare share, Sight<ShareRecord> sight) {
    return switch (sight) {
      case Sight.Blocked<ShareRecord>(Obstacle obstacle) -> blocked(share, obstacle);
      case Sight.Stopped<ShareRecord>(String why) ->
          kept(share, Conditions.of(share, share.getStatus(), clock).keepWhilePaused(why));
      case Sight.Recorded<ShareRecord>(ShareRecord known) ->
          share.getSpec().direction() == ShareDirection.INCOMING
              ? incoming(share, known, share.getSpec().response())
              : outgoing(share, known);
    };
  }

  /** Of a mirror, which shows whatever the record says as being as it should. */
  public OcmShareStatus mirror(OcmShare mirror, ShareRecord known) {
    Verdict<OcmShareStatus> verdict =
        "Outgoing".equals(known.direction())
            ? outgoing(mirror, known)
            : incoming(mirror, known, null);
    return verdict.status();
  }

  Verdict<OcmShareStatus> paused(OcmShare share) {
    return kept(share, Conditions.of(share, share.getStatus(), clock).keepWhilePaused());
  }

  private static Verdict<OcmShareStatus> kept(OcmShare share, Conditions conditions) {
    return new Verdict<>(unchanged(share, phaseBefore(share), conditions), new Again.OnEvent());
  }

  private Verdict<OcmShareStatus> blocked(OcmShare share, Obstacle obstacle) {
    Conditions conditions =
        Conditions.of(share, share.getStatus(), clock)
            .keep(CONNECTION_FOUND, DELIVERED, ACCEPTED)
            .blocked(obstacle);
    SharePhase phase = obstacle.stalls() ? SharePhase.FAILED : phaseBefore(share);
    Again again =
        obstacle.remedy() == Obstacle.Remedy.RETRY
            ? new Again.Backoff()
            : new Again.After(slowPass);
    return new Verdict<>(unchanged(share, phase, conditions), again);
  }

  private static SharePhase phaseBefore(OcmShare share) {
    OcmShareStatus before = share.getStatus();
    boolean known = before != null && before.phase() != null && before.phase() != SharePhase.FAILED;
    return known ? before.phase() : SharePhase.PENDING;
  }

  /** What a disputed share shows over what its state says: nobody can read it meanwhile. */
  private static void suspended(ShareRecord known, Conditions conditions) {
    if (known.disputed()) {
      conditions.no(CONNECTION_FOUND, DISPUTED).notReady(DISPUTED.reason(), DISPUTED.message());
    }
  }

  private Verdict<OcmShareStatus> outgoing(OcmShare share, ShareRecord known) {
    Conditions conditions = Conditions.of(share, share.getStatus(), clock);
    connection(known, conditions);
    String state = known.state() == null ? "" : known.state();
    SharePhase phase =
        switch (state) {
          case "Delivered" -> {
            delivered(conditions);
            conditions.unknown(ACCEPTED, Reason.PENDING, "The recipient has not answered yet.");
            conditions.ready(Reason.DELIVERED, "The peer has the share.");
            yield SharePhase.DELIVERED;
          }
          case "Accepted" -> {
            delivered(conditions);
            conditions.yes(ACCEPTED, Reason.ACCEPTED, "The recipient has accepted.");
            conditions.ready(Reason.ACCEPTED, "The recipient has accepted.");
            yield SharePhase.ACCEPTED;
          }
          case "Declined" -> {
            delivered(conditions);
            conditions.no(ACCEPTED, Reason.DECLINED, "The recipient has declined.");
            conditions.notReady(
                Reason.DECLINED, "The recipient has declined; a new object would share anew.");
            yield SharePhase.DECLINED;
          }
          case "Revoked" -> ended(conditions, revoked(known), SharePhase.REVOKED);
          case "Expired" ->
              ended(
                  conditions,
                  Obstacle.forPerson(
                      Reason.EXPIRED, "The share has expired; set a later expiresAt to renew it."),
                  SharePhase.EXPIRED);
          case "Failed" ->
              ended(
                  conditions,
                  RuntimeAnswers.ofRecord(
                      known.failure(),
                      Obstacle.forPerson(
                          Reason.RUNTIME_ERROR,
                          "The share could not be delivered; see the log of the ocm runtime.")),
                  SharePhase.FAILED);
          default -> ended(conditions, pending(known), SharePhase.PENDING);
        };
    suspended(known, conditions);
    // All else is told by the runtime; nothing is asked while nothing happens.
    return new Verdict<>(status(share, known, phase, conditions), new Again.OnEvent());
  }

  private static void delivered(Conditions conditions) {
    conditions.yes(DELIVERED, Reason.DELIVERED, "The peer has the share.");
  }

  private static Obstacle revoked(ShareRecord known) {
    if ("NotConnected".equals(known.reason()) || !known.connectionFound()) {
      return Obstacle.forEvent(
          Reason.NOT_CONNECTED,
          "The two users are not connected any more; when they are again, it is delivered anew.");
    }
    return Obstacle.forEvent(
        Reason.UNSHARED, "The share was revoked; a new object would share anew.");
  }

  private static Obstacle pending(ShareRecord known) {
    if (!known.connectionFound()) {
      return Obstacle.forEvent(
          Reason.NOT_CONNECTED,
          "The two users are not connected; when they are, the share is delivered. Invite first.");
    }
    return RuntimeAnswers.ofRecord(
        known.failure(),
        Obstacle.forEvent(Reason.PROGRESSING, "The share is on its way to the peer."));
  }

  private static SharePhase ended(Conditions conditions, Obstacle why, SharePhase phase) {
    conditions.no(DELIVERED, why);
    if (phase == SharePhase.REVOKED) {
      conditions.notReady(why.reason(), why.message());
    } else {
      boolean person = why.stalls() || phase == SharePhase.FAILED;
      conditions.blocked(
          person
              ? Obstacle.forPerson(why.reason(), why.message())
              : Obstacle.forEvent(why.reason(), why.message()));
    }
    return phase;
  }

  private static void connection(ShareRecord known, Conditions conditions) {
    if (known.connectionFound()) {
      conditions.yes(CONNECTION_FOUND, Reason.CONNECTED, "The two users are connected.");
    } else {
      conditions.no(
          CONNECTION_FOUND, Reason.NOT_CONNECTED, "The two users are not connected; invite first.");
    }
  }

  /**
   * @param wanted what the spec asks for; null for a mirror, for which all is well
   */
  private Verdict<OcmShareStatus> incoming(
      OcmShare share, ShareRecord known, ShareResponse wanted) {
    Conditions conditions = Conditions.of(share, share.getStatus(), clock);
    connection(known, conditions);
    String state = known.state() == null ? "" : known.state();
    SharePhase phase =
        switch (state) {
          case "Received" -> {
            received(conditions);
            conditions.unknown(ACCEPTED, Reason.PENDING, "The recipient has not answered yet.");
            if (wanted == null) {
              conditions.ready(Reason.RECEIVED, "The share was received.");
            } else {
              conditions.blocked(
                  Obstacle.forEvent(Reason.PROGRESSING, "The answer is being recorded."));
            }
            yield SharePhase.DELIVERED;
          }
          case "Accepted" -> {
            received(conditions);
            conditions.yes(ACCEPTED, Reason.ACCEPTED, "The share was accepted.");
            answered(conditions, wanted != ShareResponse.DECLINE, Reason.ACCEPTED);
            yield SharePhase.ACCEPTED;
          }
          case "Declined" -> {
            received(conditions);
            conditions.no(ACCEPTED, Reason.DECLINED, "The share was declined.");
            answered(conditions, wanted != ShareResponse.ACCEPT, Reason.DECLINED);
            yield SharePhase.DECLINED;
          }
          case "Revoked" ->
              ended(
                  conditions,
                  Obstacle.forEvent(
                      Reason.UNSHARED,
                      "The sender has ended the share; ask, if it should come back."),
                  SharePhase.REVOKED);
          case "Expired" -> {
            String expired = "The share has expired; ask the sender for another.";
            conditions.no(DELIVERED, Reason.EXPIRED, expired);
            conditions.notReady(Reason.EXPIRED, expired);
            yield SharePhase.EXPIRED;
          }
          default ->
              ended(
                  conditions,
                  RuntimeAnswers.ofRecord(
                      known.failure(),
                      Obstacle.forEvent(
                          Reason.WAITING_FOR_SHARE,
                          "No received share of these users has that name yet; wait, or correct match.")),
                  SharePhase.PENDING);
        };
    suspended(known, conditions);
    // All else is told by the runtime; nothing is asked while nothing happens.
    return new Verdict<>(status(share, known, phase, conditions), new Again.OnEvent());
  }

  private static void received(Conditions conditions) {
    conditions.yes(DELIVERED, Reason.RECEIVED, "The share was received.");
  }

  private static void answered(Conditions conditions, boolean asWanted, Reason reason) {
    if (asWanted) {
      conditions.ready(reason, "The answer is recorded.");
    } else {
      conditions.notReady(
          reason,
          "A person answered otherwise, and is not overruled; set response to what they answered.");
    }
  }

  private static OcmShareStatus unchanged(OcmShare share, SharePhase phase, Conditions conditions) {
    OcmShareStatus before = share.getStatus();
    boolean known = before != null;
    return new OcmShareStatus(
        share.getMetadata().getGeneration(),
        Conditions.annotation(share, Annotations.RECONCILE_AT),
        phase,
        known ? before.shareId() : null,
        known ? before.resourceType() : null,
        known ? before.name() : null,
        known ? before.sizeBytes() : null,
        known ? before.permissions() : List.of(),
        conditions.list());
  }

  private static OcmShareStatus status(
      OcmShare share, ShareRecord known, SharePhase phase, Conditions conditions) {
    ResourceType type = ResourceType.fromWire(known.resourceType());
    return new OcmShareStatus(
        share.getMetadata().getGeneration(),
        Conditions.annotation(share, Annotations.RECONCILE_AT),
        phase,
        known.shareId(),
        type == ResourceType.UNKNOWN ? null : type,
        known.resourceName(),
        known.sizeBytes() != null && known.sizeBytes() < 0 ? null : known.sizeBytes(),
        known.permissions().stream()
            .map(Permission::fromWire)
            .filter(permission -> permission != Permission.UNKNOWN)
            .toList(),
        conditions.list());
  }
}
