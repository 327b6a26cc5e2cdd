package io.ocmfed.runtime.endpoint;

import java.util.Locale;

/** What the last health check of an address said. */
public enum Health {
  /** None has finished yet; as good as ready for choosing. */
  UNKNOWN,
  /** It serves. */
  READY,
  /** It refuses, shows a wrong certificate, or says that it does not serve. */
  FAILING,
  /** It lets us wait: no new calls go there. */
  EJECTED;

  /** The word of the admin API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
