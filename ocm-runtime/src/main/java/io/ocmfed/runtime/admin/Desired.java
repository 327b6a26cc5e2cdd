package io.ocmfed.runtime.admin;

import io.ocmfed.runtime.store.Declaration;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureBodies;
import io.ocmfed.runtime.web.FailureBodies.Problem;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What all desired-state routes have in common (docs/design/admin-api.md). */
final class Desired {

  static final int PAGE = 200;
  private static final int LONGEST_PAGE = 1000;

  /** What is wrong with a declaration, as opposed to what is not there. */
  private static final Set<Code> UNPROCESSABLE =
      EnumSet.of(
          Code.USER_UNKNOWN,
          Code.RESOURCE_NOT_FOUND,
          Code.PEER_UNTRUSTED,
          Code.EXCEEDS_TRUST,
          Code.INVALID_REQUEST);

  private Desired() {}

  /**
   * A page of records.
   *
   * @param next the last name of this page when there are more; else null
   * @param cursor where to go on with events
   */
  record Listing(List<?> items, String next, long cursor) {}

  /** Answers a PUT: what cannot be carried out is 422. */
  static AdminAnswer put(Supplier<Object> work) {
    try {
      return AdminAnswer.ok(work.get());
    } catch (FailureException failed) {
      if (!UNPROCESSABLE.contains(failed.failure().code())) {
        throw failed;
      }
      Problem problem = FailureBodies.problem(failed.failure(), RequestId.current());
      return new AdminAnswer(
          422,
          new Problem(
              problem.type(),
              problem.title(),
              422,
              problem.detail(),
              problem.code(),
              problem.origin(),
              problem.operation(),
              problem.endpoint(),
              problem.attempts(),
              problem.since(),
              problem.retryable(),
              problem.retryAt(),
              problem.requestId()));
    }
  }

  /**
   * A lower generation of the same object came too late.
   *
   * @throws FailureException OUTDATED
   */
  static void requireCurrent(Declaration known, Declaration wanted) {
    if (known.uid().equals(wanted.uid()) && wanted.generation() < known.generation()) {
      throw Failure.client(
              Code.OUTDATED,
              "Generation "
                  + known.generation()
                  + " is recorded; "
                  + wanted.generation()
                  + " is older.")
          .toException();
    }
  }

  /**
   * The value of a field that must be there.
   *
   * @throws FailureException INVALID_REQUEST
   */
  static <T> T required(T value, String field) {
    if (value == null || value instanceof String text && text.isBlank()) {
      throw Failure.client(Code.INVALID_REQUEST, "Field " + field + " is missing.").toException();
    }
    return value;
  }

  /**
   * The constant with that name, in any case.
   *
   * @throws FailureException INVALID_REQUEST
   */
  static <E extends Enum<E>> E word(Class<E> type, String value, String field) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(required(value, field))) {
        return constant;
      }
    }
    throw Failure.client(Code.INVALID_REQUEST, "Field " + field + " has no such value: " + value)
        .toException();
  }

  static RuntimeException unknown(String what) {
    return Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such " + what + ".").toException();
  }

  static int limit(AdminRequest request) {
    return Math.clamp(request.queryNumber("limit", PAGE), 1, LONGEST_PAGE);
  }
}
