package io.ocmfed.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the statuses of all kinds have in common. */
public sealed interface OcmStatus
    permits OcmInstanceStatus, OcmTrustStatus, OcmInviteStatus, OcmShareStatus {

  /** Generation of the spec that this status speaks of; null before the first pass. */
  Long observedGeneration();

  /** Echo of the annotation {@link Annotations#RECONCILE_AT}; null when it was never set. */
  String lastHandledReconcileAt();

  /** Never null; at most one for each type. */
  List<Condition> conditions();
}
