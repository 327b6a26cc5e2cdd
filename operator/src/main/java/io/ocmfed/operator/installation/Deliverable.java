package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Secret;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.SecretKeys;
import io.ocmfed.crds.SecretTypes;
import io.ocmfed.crds.WorkloadKind;
import io.ocmfed.registry.NatsAccess;
import java.util.Optional;

/** Reads from spec and Secrets how a runtime is to be told. */
final class Deliverable {

  private static final RuntimeDelivery NEWER =
      new RuntimeDelivery.Unusable(
          Reason.UNSUPPORTED_VALUE,
          "This version of the operator does not know the delivery; upgrade it, or write another.");

  private final Secrets secrets;

  Deliverable(Secrets secrets) {
    this.secrets = secrets;
  }

  RuntimeDelivery of(String namespace, OcmInstanceSpec.Runtime runtime) {
    if (runtime.delivery() == null) {
      return new RuntimeDelivery.Push();
    }
    return switch (runtime.delivery()) {
      case PUSH -> new RuntimeDelivery.Push();
      case NATS_REGISTRY -> runtime.nats() == null ? NEWER : nats(namespace, runtime.nats());
      case RESTART -> restart(runtime.workloadRef());
      case UNKNOWN -> NEWER;
    };
  }

  private static RuntimeDelivery restart(OcmInstanceSpec.WorkloadReference workload) {
    return workload == null || workload.kind() == WorkloadKind.UNKNOWN
        ? NEWER
        : new RuntimeDelivery.Restart(workload.kind(), workload.name());
  }

  private RuntimeDelivery nats(String namespace, OcmInstanceSpec.NatsRegistry nats) {
    LocalReference credentials = nats.credentialsSecretRef();
    if (credentials == null) {
      return registry(nats, NatsAccess.of(nats.url()));
    }
    return switch (secrets.natsCredentials(namespace, credentials.name())) {
      case Secrets.Found.Readable(Secret secret) -> registry(nats, access(nats.url(), secret));
      case Secrets.Found.Missing() ->
          new RuntimeDelivery.Unusable(
              Reason.SECRET_NOT_FOUND,
              "There is no Secret %s; create it with type %s."
                  .formatted(credentials.name(), SecretTypes.NATS_CREDENTIALS));
      case Secrets.Found.WrongType(String type) ->
          new RuntimeDelivery.Unusable(
              Reason.SECRET_TYPE_NOT_ALLOWED,
              "Secret %s is of type %s; only Secrets of type %s are read. Create it anew with that type."
                  .formatted(credentials.name(), type, SecretTypes.NATS_CREDENTIALS));
    };
  }

  private static RuntimeDelivery registry(OcmInstanceSpec.NatsRegistry nats, NatsAccess access) {
    String bucket = Optional.ofNullable(nats.bucket()).orElse("service-registry");
    return new RuntimeDelivery.NatsRegistry(access, bucket, nats.serviceName());
  }

  private static NatsAccess access(String url, Secret secret) {
    return new NatsAccess(
        url,
        Secrets.text(secret, SecretKeys.USERNAME),
        Secrets.text(secret, SecretKeys.PASSWORD),
        Secrets.text(secret, SecretKeys.TOKEN),
        Secrets.text(secret, SecretKeys.CA_CERTIFICATE));
  }
}
