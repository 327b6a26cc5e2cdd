package io.ocmfed.crds;

/** Labels that the operator puts on objects it creates. */
public final class Labels {

  /** {@code "true"} on an OcmShare that only shows what the runtime knows. */
  public static final String MIRRORED = OcmApi.GROUP + "/mirrored";

  public static final String TRUE = "true";

  private Labels() {}
}
