package io.ocmfed.operator.runtime;

import java.util.function.Function;

/** What came of a call of the admin API. */
public sealed interface Answer<T> {

  /**
   * The runtime did it.
   *
   * @param value the body; null where the call has none
   */
  record Ok<T>(T value) implements Answer<T> {}

  /**
   * The runtime answered that it will not.
   *
   * @param status the HTTP status
   * @param failure why, in the runtime's words
   */
  record Refused<T>(int status, Failure failure) implements Answer<T> {}

  /**
   * Nothing that can be understood came back.
   *
   * @param why a phrase without addresses or counters, fit for a condition
   */
  record Unreachable<T>(String why) implements Answer<T> {}

  /** What came of it, in one of few words; for metrics. */
  default String kind() {
    return switch (this) {
      case Ok<T> ok -> "ok";
      case Refused<T>(int status, Failure failure) ->
          status == 401 || status == 403 ? "unauthorized" : "refused";
      case Unreachable<T>(String why) -> TransportProblem.kind(why);
    };
  }

  /** The same answer with another value. */
  default <U> Answer<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Ok<T>(T value) -> new Ok<>(change.apply(value));
      case Refused<T>(int status, Failure failure) -> new Refused<>(status, failure);
      case Unreachable<T>(String why) -> new Unreachable<>(why);
    };
  }
}
