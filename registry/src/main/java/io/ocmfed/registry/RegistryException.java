package io.ocmfed.registry;

/** A bucket could not be used; the message is a phrase without addresses, counters or secrets. */
public final class RegistryException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Who can mend it. */
  public enum Kind {
    /** The server does not answer; it is worth trying again. */
    UNREACHABLE,
    /** The server answers, and will not; it is worth trying again only when something changed. */
    REFUSED
  }

  RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
