package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.web.Failure;
import java.util.Locale;

/**
 * What a comparison came to.
 *
 * @param asked requests that were answered
 * @param changed records of ours that were changed
 * @param failure why it failed; else null
 */
public record Outcome(Kind kind, int asked, int changed, Failure failure) {

  /** In one word. */
  public enum Kind {
    /** Both hold the same. */
    EQUAL,
    /** They did not, and what is ours to mend is mended. */
    DIFFERENT,
    /** They did not, and it goes on later. */
    UNFINISHED,
    /** The peer does not compare. */
    UNSUPPORTED,
    /** The peer did not answer, or refused, or nonsense. */
    FAILED;

    /** As in metrics. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
