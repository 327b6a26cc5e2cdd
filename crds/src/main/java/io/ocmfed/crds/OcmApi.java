package io.ocmfed.crds;

/** Names that all kinds of the API group share. */
public final class OcmApi {

  public static final String GROUP = "ocmfed.io";
  public static final String VERSION = "v1alpha1";

  /** {@code kubectl get ocm} lists all kinds. */
  public static final String CATEGORY = "ocm";

  /** On every OcmTrust, OcmInvite and declared OcmShare; never on mirrors and OcmInstances. */
  public static final String FINALIZER = GROUP + "/runtime-cleanup";

  private OcmApi() {}
}
