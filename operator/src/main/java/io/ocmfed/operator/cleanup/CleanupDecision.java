package io.ocmfed.operator.cleanup;

import io.ocmfed.operator.runtime.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whether a finalizer may go; pure. The rules (a), (b), (c) of the contract, section "Deleting".
 */
sealed interface CleanupDecision {

  /** (a): every runtime that could know the object has recorded its removal. */
  record Done() implements CleanupDecision {}

  /** (b) or (c): it goes without. */
  record Skip(String why) implements CleanupDecision {}

  /** Not yet. */
  record Wait() implements CleanupDecision {}

  /**
   * @param answers what the runtimes answered to the removal; none when there was nobody to ask
   * @param nobody why there is nobody to tell; null when there is somebody
   * @param namespaceEnds whether the namespace is being deleted
   * @param deletedAt when the object was deleted
   */
  static CleanupDecision decide(
      List<Answer<Void>> answers,
      String nobody,
      boolean namespaceEnds,
      Instant deletedAt,
      Instant now,
      Duration limit) {
    if (nobody != null) {
      return new Skip(nobody);
    }
    if (!answers.isEmpty() && answers.stream().allMatch(CleanupDecision::recorded)) {
      return new Done();
    }
    if (namespaceEnds) {
      return new Skip("The namespace is being deleted.");
    }
    if (!now.isBefore(deletedAt.plus(limit))) {
      return new Skip("The runtime has not recorded the removal in time.");
    }
    return new Wait();
  }

  private static boolean recorded(Answer<Void> answer) {
    return switch (answer) {
      case Answer.Ok<Void> ok -> true;
      // 404 counts: what is not there is removed.
      case Answer.Refused<Void>(int status, var failure) -> status == 404;
      case Answer.Unreachable<Void> unreachable -> false;
    };
  }
}
