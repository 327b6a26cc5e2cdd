package io.ocmfed.load;

import java.time.Duration;

/**
 * One request of a {@link SteadyReader} and what became of it.
 *
 * @param at when it was due, since the reader began
 * @param took from the moment it was due to its end
 * @param status the HTTP status; {@link #NO_ANSWER} when there was none
 * @param problem the body of an answer that was no success, or why there was none; empty otherwise
 */
public record Reading(Duration at, Duration took, int status, String problem) {

  /** Nothing came back within the client's patience, or the connection broke. */
  public static final int NO_ANSWER = 0;

  /** Whether the client did not get what it asked for. */
  public boolean failed() {
    return status / 100 != 2;
  }
}
