package io.ocmfed.node.volume;

import java.time.Duration;
import java.time.Instant;

/**
 * A token of a ServiceAccount.
 *
 * @param text the token, a secret
 * @param issued when it was asked for
 * @param expires when it ends
 */
record ServiceAccountToken(String text, Instant issued, Instant expires) {

  /** Due for a new one after four fifths of its life, as the kubelet has it. */
  boolean dueAt(Instant now) {
    return now.isAfter(issued.plus(Duration.between(issued, expires).multipliedBy(4).dividedBy(5)));
  }

  @Override
  public String toString() {
    return "token until " + expires;
  }
}
