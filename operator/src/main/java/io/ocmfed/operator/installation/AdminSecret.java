package io.ocmfed.operator.installation;

import io.ocmfed.crds.Reason;
import io.ocmfed.operator.runtime.Credentials;

/** What the admin Secret of an installation gives. */
public sealed interface AdminSecret {

  /** All that is needed. */
  record Usable(Credentials credentials) implements AdminSecret {}

  /**
   * Not all that is needed.
   *
   * @param message what is missing and what to do
   */
  record Unusable(Reason reason, String message) implements AdminSecret {}
}
