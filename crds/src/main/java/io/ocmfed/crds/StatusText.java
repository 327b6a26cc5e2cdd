package io.ocmfed.crds;

/** Descriptions of the fields that every status has. */
final class StatusText {

  static final String OBSERVED_GENERATION =
      "Generation of the spec that this status speaks of. Lower than metadata.generation: the operator has not seen"
          + " the latest change yet.";
  static final String LAST_HANDLED_RECONCILE_AT =
      "Last value of the annotation ocmfed.io/reconcile-at that was handled.";

  private StatusText() {}
}
