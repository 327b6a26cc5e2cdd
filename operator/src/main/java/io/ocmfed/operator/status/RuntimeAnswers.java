package io.ocmfed.operator.status;

import io.ocmfed.crds.Reason;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.status.Obstacle.Remedy;
import java.util.Map;

/**
 * The one table from what a runtime answers to what a condition says: the code of the failure gives
 * the reason and who can mend it; the runtime's sentence is passed on.
 */
public final class RuntimeAnswers {

  private record Meaning(Reason reason, Remedy remedy) {}

  private static final Map<String, Meaning> BY_CODE =
      Map.ofEntries(
          Map.entry("GATEWAY_UNAVAILABLE", new Meaning(Reason.GATEWAY_UNAVAILABLE, Remedy.RETRY)),
          Map.entry("OCM_UNAVAILABLE", new Meaning(Reason.RUNTIME_UNREACHABLE, Remedy.RETRY)),
          Map.entry("STORE_UNAVAILABLE", new Meaning(Reason.RUNTIME_ERROR, Remedy.RETRY)),
          Map.entry("INTERNAL", new Meaning(Reason.RUNTIME_ERROR, Remedy.RETRY)),
          Map.entry("OUTDATED", new Meaning(Reason.PROGRESSING, Remedy.RETRY)),
          Map.entry("NATS_UNREACHABLE", new Meaning(Reason.NATS_UNREACHABLE, Remedy.RETRY)),
          Map.entry("NATS_REFUSED", new Meaning(Reason.NATS_REFUSED, Remedy.RETRY)),
          Map.entry("WORKLOAD_NOT_FOUND", new Meaning(Reason.WORKLOAD_NOT_FOUND, Remedy.EVENT)),
          Map.entry("RESTART_NOT_POSSIBLE", new Meaning(Reason.RESTART_NOT_POSSIBLE, Remedy.RETRY)),
          Map.entry("API_SERVER_UNAVAILABLE", new Meaning(Reason.PROGRESSING, Remedy.RETRY)),
          Map.entry("ENDPOINTS_STALE", new Meaning(Reason.ENDPOINTS_STALE, Remedy.RETRY)),
          Map.entry("PEER_UNREACHABLE", new Meaning(Reason.PEER_UNREACHABLE, Remedy.RETRY)),
          Map.entry("PEER_REFUSED", new Meaning(Reason.PEER_REFUSED, Remedy.RETRY)),
          Map.entry("PEER_UNTRUSTED", new Meaning(Reason.TRUST_NOT_READY, Remedy.RETRY)),
          Map.entry("PEER_INCOMPATIBLE", new Meaning(Reason.PEER_INCOMPATIBLE, Remedy.RETRY)),
          Map.entry("SIGNATURE_INVALID", new Meaning(Reason.SIGNATURE_INVALID, Remedy.RETRY)),
          Map.entry("NOT_CONNECTED", new Meaning(Reason.NOT_CONNECTED, Remedy.EVENT)),
          Map.entry("ALREADY_CONNECTED", new Meaning(Reason.ALREADY_CONNECTED, Remedy.PERSON)),
          Map.entry("INVITE_UNKNOWN", new Meaning(Reason.INVITE_UNKNOWN, Remedy.PERSON)),
          Map.entry("INVITE_EXPIRED", new Meaning(Reason.INVITE_EXPIRED, Remedy.PERSON)),
          Map.entry("INVITE_EXHAUSTED", new Meaning(Reason.INVITE_EXHAUSTED, Remedy.PERSON)),
          Map.entry("USER_UNKNOWN", new Meaning(Reason.USER_UNKNOWN, Remedy.PERSON)),
          Map.entry("RESOURCE_NOT_FOUND", new Meaning(Reason.RESOURCE_NOT_FOUND, Remedy.PERSON)),
          Map.entry("RECIPIENT_NOT_FOUND", new Meaning(Reason.RECIPIENT_NOT_FOUND, Remedy.PERSON)),
          Map.entry("EXCEEDS_TRUST", new Meaning(Reason.EXCEEDS_TRUST, Remedy.PERSON)),
          Map.entry("SHARE_ENDED", new Meaning(Reason.UNSHARED, Remedy.PERSON)),
          Map.entry("UNSUPPORTED", new Meaning(Reason.UNSUPPORTED, Remedy.PERSON)),
          Map.entry("CONFLICT", new Meaning(Reason.CONFLICT, Remedy.PERSON)),
          Map.entry("INVALID_REQUEST", new Meaning(Reason.UNSUPPORTED_VALUE, Remedy.PERSON)));

  private RuntimeAnswers() {}

  /** What a recorded declaration gives to see. */
  public static <R> Sight<R> sight(Answer<R> answer) {
    return switch (answer) {
      case Answer.Ok<R>(R value) when value != null -> new Sight.Recorded<>(value);
      case Answer.Ok<R> empty ->
          new Sight.Blocked<>(
              Obstacle.forRetry(
                  Reason.RUNTIME_ERROR, "The runtime's answer had no body; see its log."));
      case Answer.Refused<R> refused -> new Sight.Blocked<>(obstacle(refused));
      case Answer.Unreachable<R> unreachable -> new Sight.Blocked<>(obstacle(unreachable));
    };
  }

  /** Why a call did not work; only for answers that are not Ok. */
  public static Obstacle obstacle(Answer<?> answer) {
    return switch (answer) {
      case Answer.Ok<?> ok -> throw new IllegalArgumentException("It worked");
      case Answer.Unreachable<?>(String why) ->
          Obstacle.forRetry(
              Reason.RUNTIME_UNREACHABLE,
              "The runtime does not answer: %s. It is tried again by itself.".formatted(why));
      case Answer.Refused<?>(int status, Failure failure) -> obstacle(status, failure);
    };
  }

  private static Obstacle obstacle(int status, Failure failure) {
    if (status == 401 || status == 403 && failure.code().isEmpty()) {
      return Obstacle.forRetry(
          Reason.RUNTIME_UNAUTHORIZED,
          "The runtime refuses the admin token; the key token of the admin Secret must hold the token"
              + " that the runtime has mounted.");
    }
    Meaning meaning = BY_CODE.get(failure.code());
    if (meaning != null) {
      return new Obstacle(meaning.reason(), sentence(failure), meaning.remedy());
    }
    if (status == 404) {
      return Obstacle.forRetry(
          Reason.RUNTIME_ERROR,
          "What answers there is no ocm runtime; the runtime with role OCM must name its Service.");
    }
    boolean mayPass = status >= 500 || failure.retryable();
    return new Obstacle(
        Reason.RUNTIME_ERROR,
        failure.detail().isEmpty()
            ? "The runtime answered with HTTP status %d; see its log.".formatted(status)
            : failure.detail(),
        mayPass ? Remedy.RETRY : Remedy.PERSON);
  }

  /** Why the runtime itself did not succeed, from a failure within a record. */
  public static Obstacle ofRecord(Failure failure, Obstacle otherwise) {
    Meaning meaning = failure == null ? null : BY_CODE.get(failure.code());
    return meaning == null
        ? otherwise
        : new Obstacle(meaning.reason(), sentence(failure), meaning.remedy());
  }

  /** The runtime's own sentence; its code when it gave none. */
  public static String sentence(Failure failure) {
    return failure.detail().isEmpty() ? failure.code() : failure.detail();
  }
}
