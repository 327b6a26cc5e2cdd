package io.ocmfed.launcher;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;

/** The four kinds of the API group {@code ocmfed.io}, as far as a user of kubectl knows them. */
public enum OcmKind {
  /** An installation. */
  INSTANCE("OcmInstance", "ocminstances"),
  /** A peer. */
  TRUST("OcmTrust", "ocmtrusts"),
  /** One side of an invitation. */
  INVITE("OcmInvite", "ocminvites"),
  /** One side of a share. */
  SHARE("OcmShare", "ocmshares");

  private final String kind;
  private final String plural;

  OcmKind(String kind, String plural) {
    this.kind = kind;
    this.plural = plural;
  }

  /**
   * The kind that kubectl knows by this word, in the singular, such as {@code ocminvite}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static OcmKind named(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.kind.equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  /** As in manifests, such as {@code OcmInvite}. */
  public String kind() {
    return kind;
  }

  /** How a generic client addresses it. */
  public ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup("ocmfed.io")
        .withVersion("v1alpha1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
