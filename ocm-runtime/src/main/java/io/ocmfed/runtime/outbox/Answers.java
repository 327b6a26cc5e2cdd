package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.outbox.Classified.Delivered;
import io.ocmfed.runtime.outbox.Classified.Identity;
import io.ocmfed.runtime.outbox.Classified.Over;
import io.ocmfed.runtime.outbox.Classified.Refused;
import io.ocmfed.runtime.peer.PeerCalls.Answer;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.Optional;
import java.util.Set;

/**
 * What the answers of peers mean. Servers mix their statuses (ocm-protocol.md 3.3, 4, 5.3), so it
 * goes by class of status and by step; messages only tell apart what a person must be told apart.
 * docs/errors.md lists what it comes to; a test holds the two together.
 */
public final class Answers {

  /** Statuses by which proxies say that the server behind them is not there. */
  private static final Set<Integer> NOT_THERE = Set.of(502, 503, 504);

  private Answers() {}

  /**
   * @param domain the peer
   * @param ocmfed whether it is a runtime of this kind, whose codes can be taken at their word
   */
  public static Classified classify(
      MessageKind kind, String domain, boolean ocmfed, Answer answer) {
    AnswerBody body = AnswerBody.of(answer.body());
    int status = answer.status();
    if (answer.success()) {
      return kind == MessageKind.INVITE_ACCEPTED
          ? accepted(domain, body)
          : new Delivered(Optional.empty());
    }
    Refusals refusals = new Refusals(domain, status);
    if (Set.of(408, 425, 429).contains(status)) {
      return new Again(refusals.busy(), answer.retryAfter(), status == 429);
    }
    if (status >= 500 && status != 501) {
      return failing(ocmfed, answer, body, refusals);
    }
    if (ocmfed && !body.ofOurKind() && status != 501) {
      // A runtime of this kind always says its code; so it was a proxy, and nothing is decided.
      return new Again(refusals.inFront(), answer.retryAfter(), false);
    }
    return switch (status) {
      case 401, 403 -> forbidden(kind, ocmfed, body, refusals);
      case 410 -> new Over();
      case 409 -> conflict(kind, ocmfed, body, refusals);
      case 501 -> new Refused(refusals.unsupported(), true);
      default -> decided(kind, status, body, refusals);
    };
  }

  private static Classified accepted(String domain, AnswerBody body) {
    return body.identity()
        .<Classified>map(identity -> new Delivered(Optional.of(identity)))
        .orElseGet(() -> new Refused(new Refusals(domain, 200).nameless(), true));
  }

  private static Classified failing(
      boolean ocmfed, Answer answer, AnswerBody body, Refusals refusals) {
    if (ocmfed && body.says(Code.NOT_CONNECTED)) {
      return new Again(refusals.disputed(), answer.retryAfter(), false);
    }
    return new Again(refusals.busy(), answer.retryAfter(), NOT_THERE.contains(answer.status()));
  }

  private static Classified forbidden(
      MessageKind kind, boolean ocmfed, AnswerBody body, Refusals refusals) {
    if (ocmfed && kind == MessageKind.SHARE && body.says(Code.NOT_CONNECTED)) {
      return new Refused(refusals.notConnected(), true);
    }
    if (kind.aboutShare() && body.contains("NOT_FOUND")) {
      // Nextcloud and we: no share with that secret. There is nothing left to tell.
      return new Over();
    }
    if (ocmfed && body.says(Code.SIGNATURE_INVALID)) {
      return new Refused(refusals.signature(body.text("message")), true);
    }
    return new Refused(refusals.refused(), true);
  }

  private static Classified conflict(
      MessageKind kind, boolean ocmfed, AnswerBody body, Refusals refusals) {
    if (kind != MessageKind.INVITE_ACCEPTED) {
      return new Refused(refusals.conflict(), true);
    }
    Optional<Identity> identity = body.identity();
    if (identity.isPresent()) {
      return new Delivered(identity);
    }
    if (ocmfed && body.says(Code.INVITE_EXHAUSTED)) {
      return new Refused(refusals.exhausted(), true);
    }
    return new Refused(refusals.alreadyConnected(), false);
  }

  private static Classified decided(
      MessageKind kind, int status, AnswerBody body, Refusals refusals) {
    boolean unknown = status == 400 || status == 404;
    if (kind == MessageKind.INVITE_ACCEPTED && unknown) {
      return new Refused(invitation(status, body, refusals), true);
    }
    if (kind == MessageKind.SHARE && unknown) {
      return new Refused(
          body.contains("NOT_FOUND") || body.contains("NOT EXIST")
              ? refusals.recipient()
              : refusals.incompatible(),
          true);
    }
    if (kind.aboutShare() && unknown && (status == 404 || body.contains("NOT FOUND"))
        || kind.aboutShare() && body.says(Code.RESOURCE_NOT_FOUND)) {
      return new Over();
    }
    return new Refused(refusals.incompatible(), true);
  }

  /**
   * 400 and 404 are how servers say that they do not know the token. What speaks of something else
   * than the token is about the message.
   */
  private static Failure invitation(int status, AnswerBody body, Refusals refusals) {
    if (body.contains("EXPIRED")) {
      return refusals.expired();
    }
    if (body.contains("SAME INSTANCE")) {
      return refusals.ownInvitation();
    }
    boolean aboutTheMessage =
        body.says(Code.INVALID_REQUEST)
            || body.contains("_REQUIRED")
            || body.contains("INVALID_RECIPIENT_PROVIDER")
            || body.contains("INCOMPLETE")
            || body.contains("MISSING")
            || body.contains("INVALID_JSON");
    boolean nothingThere = status == 404 && !body.readable();
    return aboutTheMessage || nothingThere ? refusals.incompatible() : refusals.unknownToken();
  }
}
