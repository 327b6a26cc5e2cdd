package io.ocmfed.runtime.web;

import java.time.Instant;
import java.util.Objects;

/**
 * Why something did not work, where that began, and what to do next. Carried over every face in the
 * form that face expects.
 *
 * @param code stable code
 * @param message a sentence for the user that says what to do next; no secrets
 * @param origin {@code gateway}, {@code ocm}, {@code graph}, {@code peer:<domain>}, {@code store}
 *     or {@code client}
 * @param operation what was tried, in the words of the code; null when it adds nothing
 * @param endpoint the address or addresses tried; null when none was
 * @param attempts how often it was tried; 0 when it was not
 * @param since since when this has been failing; null when unknown
 * @param retryAt when it will be tried again by itself; null when it will not
 * @param table the endpoint table that was gone by; null when none was
 */
public record Failure(
    Code code,
    String message,
    String origin,
    String operation,
    String endpoint,
    int attempts,
    Instant since,
    Instant retryAt,
    Table table) {

  /**
   * Which endpoint table a role went by when it did not reach another.
   *
   * @param source where its addresses came from: {@code operator}, or a fallback
   * @param revision {@code term.sequence} of the operator's table; null when none was received
   * @param appliedAt since when that table is in force; null when none was received
   */
  public record Table(String source, String revision, Instant appliedAt) {}

  public Failure {
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
    Objects.requireNonNull(origin);
  }

  /** A failure that no endpoint table has to do with. */
  public Failure(
      Code code,
      String message,
      String origin,
      String operation,
      String endpoint,
      int attempts,
      Instant since,
      Instant retryAt) {
    this(code, message, origin, operation, endpoint, attempts, since, retryAt, null);
  }

  /** A failure that needs no more than a code, a sentence and its origin. */
  public static Failure of(Code code, String origin, String message) {
    return new Failure(code, message, origin, null, null, 0, null, null);
  }

  /** The caller's own mistake. */
  public static Failure client(Code code, String message) {
    return of(code, "client", message);
  }

  /** This failure as an exception, for the transport layers. */
  public FailureException toException() {
    return new FailureException(this, null);
  }

  /** This failure as an exception with the cause kept for the log. */
  public FailureException toException(Throwable cause) {
    return new FailureException(this, cause);
  }
}
