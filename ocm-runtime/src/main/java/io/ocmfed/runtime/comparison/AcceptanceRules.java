package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;

/** What the answer of the peer to one acceptance of ours leads to (lifecycle.md, the table). */
final class AcceptanceRules {

  private AcceptanceRules() {}

  /** The peer's state of it. */
  enum Said {
    STANDING,
    PENDING,
    ENDED,
    UNKNOWN
  }

  /** What to do. */
  enum Verdict {
    /** Nothing. */
    KEEP,
    /** It is disputed no more. */
    SETTLE,
    /** It is disputed from now on. */
    DISPUTE,
    /** It ends. */
    END
  }

  /**
   * @param now ours as it is now, not as it was when it was asked about
   */
  static Verdict decide(Acceptance now, Said said) {
    if (now.state() != AcceptanceState.STANDING) {
      return Verdict.KEEP;
    }
    boolean disputed = now.disputedAt() != null;
    return switch (said) {
      case STANDING, PENDING -> disputed ? Verdict.SETTLE : Verdict.KEEP;
      case ENDED -> Verdict.END;
      case UNKNOWN -> disputed ? Verdict.KEEP : Verdict.DISPUTE;
    };
  }
}
