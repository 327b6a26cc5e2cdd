package io.ocmfed.operator.runtime;

import java.time.Instant;

/**
 * Why the runtime could not do something; the body of an RFC 9457 problem.
 *
 * @param code stable code such as {@code USER_UNKNOWN}; empty when the answer had none
 * @param detail a sentence for people; empty when the answer had none
 * @param origin {@code gateway}, {@code ocm}, {@code graph}, {@code peer:<domain>}, {@code store}
 *     or {@code client}; null when unknown
 * @param retryable whether the same may succeed later without anybody changing anything
 * @param since since when it has been failing; null when unknown
 * @param retryAt when the runtime will try again by itself; null when it will not
 */
public record Failure(
    String code, String detail, String origin, boolean retryable, Instant since, Instant retryAt) {

  public Failure {
    code = code == null ? "" : code;
    detail = detail == null ? "" : detail;
  }

  /** A failure of which only code and sentence are known. */
  public static Failure of(String code, String detail) {
    return new Failure(code, detail, null, false, null, null);
  }
}
