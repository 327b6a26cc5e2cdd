package io.ocmfed.operator.installation;

import io.ocmfed.crds.Reason;
import io.ocmfed.crds.WorkloadKind;
import io.ocmfed.registry.NatsAccess;

/** How one runtime learns where the gateway is, with all that is needed for it. */
public sealed interface RuntimeDelivery {

  /** Every endpoint table is sent to each of its pods. */
  record Push() implements RuntimeDelivery {}

  /**
   * The nodes of a service in a registry are kept current.
   *
   * @param bucket name of the key-value bucket
   * @param serviceName name of the gateway in the registry
   */
  record NatsRegistry(NatsAccess access, String bucket, String serviceName)
      implements RuntimeDelivery {}

  /** A workload of the same namespace is restarted when the gateway's addresses have changed. */
  record Restart(WorkloadKind kind, String workload) implements RuntimeDelivery {}

  /**
   * Something is missing.
   *
   * @param message what, and what to do
   */
  record Unusable(Reason reason, String message) implements RuntimeDelivery {}
}
