package io.ocmfed.crds;

/** Annotations that people put on our objects to steer the operator, and the one that it writes. */
public final class Annotations {

  /** {@code "true"} stops work on the object, but never its deletion; shown as {@code Paused}. */
  public static final String PAUSED = OcmApi.GROUP + "/paused";

  /** Any new value forces a pass; echoed in {@code status.lastHandledReconcileAt}. */
  public static final String RECONCILE_AT = OcmApi.GROUP + "/reconcile-at";

  /**
   * On an OcmInvite of type Accept: a new value accepts again after a person ended the connection.
   */
  public static final String REACCEPT_AT = OcmApi.GROUP + "/reaccept-at";

  /** On an OcmTrust: a new value compares connections and shares with the peer now. */
  public static final String COMPARE_AT = OcmApi.GROUP + "/compare-at";

  /**
   * On a workload with delivery Restart, written by the operator: the gateway addresses that it was
   * last restarted for, as a hash.
   */
  public static final String RESTARTED_FOR = OcmApi.GROUP + "/restarted-for";

  private Annotations() {}
}
