package io.ocmfed.operator.status;

import io.ocmfed.crds.Reason;

/**
 * Why an object is not as it should be.
 *
 * @param reason one of the closed list
 * @param message a sentence that says what to do; stable: no counters, times or addresses
 * @param remedy who or what can mend it
 */
public record Obstacle(Reason reason, String message, Remedy remedy) {

  /** Who or what can mend an obstacle. */
  public enum Remedy {
    /** A person must change something: {@code Stalled}. */
    PERSON,
    /** Time: it is tried again with backoff. */
    RETRY,
    /** Something that we are told of; looked at again only now and then. */
    EVENT
  }

  public static Obstacle forPerson(Reason reason, String message) {
    return new Obstacle(reason, message, Remedy.PERSON);
  }

  public static Obstacle forRetry(Reason reason, String message) {
    return new Obstacle(reason, message, Remedy.RETRY);
  }

  public static Obstacle forEvent(Reason reason, String message) {
    return new Obstacle(reason, message, Remedy.EVENT);
  }

  /** Whether only a person can mend it. */
  public boolean stalls() {
    return remedy == Remedy.PERSON;
  }
}
