package io.ocmfed.runtime.admin;

import java.util.Optional;

/** One authenticated request of the operator. */
public interface AdminRequest {

  /** A part of the path, {@code name} of {@code /trusts/:name}; decoded. */
  String path(String name);

  /** A query parameter; empty when absent or blank. */
  Optional<String> query(String name);

  /**
   * A query parameter that is a number.
   *
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST when it is something else
   */
  long queryNumber(String name, long whenAbsent);

  /**
   * The body, read as JSON. Unknown fields are ignored.
   *
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST naming the field, when it does
   *     not fit the type
   */
  <T> T body(Class<T> type);
}
