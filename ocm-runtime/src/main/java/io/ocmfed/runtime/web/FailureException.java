package io.ocmfed.runtime.web;

/** Carries a {@link Failure} through code that cannot return it; the faces turn it into a body. */
public final class FailureException extends RuntimeException {

  private final transient Failure failure;

  public FailureException(Failure failure, Throwable cause) {
    super(failure.code() + ": " + failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
