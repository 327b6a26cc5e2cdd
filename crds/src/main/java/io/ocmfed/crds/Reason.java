package io.ocmfed.crds;

/**
 * The reasons that conditions and events give; a closed list, part of the API: programs may compare
 * with them, people look them up.
 */
public enum Reason {
  /** The operator has not looked at the object yet, or the first attempt is under way. */
  PENDING("Pending"),
  /** Everything is as declared. */
  SUCCEEDED("Succeeded"),
  /** Work is going on; what is awaited is in the message. */
  PROGRESSING("Progressing"),
  /** The annotation ocmfed.io/paused is "true". */
  PAUSED("Paused"),
  /** An older object claims the same thing; delete or change one of the two. */
  CONFLICT("Conflict"),
  /**
   * The object holds a value that this version of the operator does not know; upgrade the operator,
   * or write another value.
   */
  UNSUPPORTED_VALUE("UnsupportedValue"),
  /** There is no OcmInstance of that name in the namespace. */
  INSTANCE_NOT_FOUND("InstanceNotFound"),
  /** There is no OcmTrust of that name in the namespace. */
  TRUST_NOT_FOUND("TrustNotFound"),
  /** The OcmTrust is there but not yet recorded by the runtime. */
  TRUST_NOT_READY("TrustNotReady"),
  /** A Service that the OcmInstance names does not exist. */
  SERVICE_NOT_FOUND("ServiceNotFound"),
  /** A Service has no port of the name that the OcmInstance gives. */
  PORT_NOT_FOUND("PortNotFound"),
  /** No pod behind the gateway Service is ready. */
  NO_READY_GATEWAY("NoReadyGateway"),
  /** No pod behind the Service of a runtime is ready. */
  NO_READY_RUNTIME("NoReadyRuntime"),
  /** Some runtime pods do not have the current endpoint table yet. */
  ENDPOINTS_BEHIND("EndpointsBehind"),
  /** A runtime pod does not answer its admin API. */
  RUNTIME_UNREACHABLE("RuntimeUnreachable"),
  /** A runtime refuses the admin token. */
  RUNTIME_UNAUTHORIZED("RuntimeUnauthorized"),
  /** A runtime answered with an error that is none of ours. */
  RUNTIME_ERROR("RuntimeError"),
  /** NATS, or the key-value bucket of a registry, does not answer. */
  NATS_UNREACHABLE("NatsUnreachable"),
  /** NATS does not let the operator do what it must: credentials, permissions, no JetStream. */
  NATS_REFUSED("NatsRefused"),
  /** The workload that is to be restarted does not exist. */
  WORKLOAD_NOT_FOUND("WorkloadNotFound"),
  /** The workload cannot be restarted: the operator may not, or its pods are not replaced. */
  RESTART_NOT_POSSIBLE("RestartNotPossible"),
  /** Normal event: a workload is restarted because the gateway's addresses have changed. */
  GATEWAY_CHANGED("GatewayChanged"),
  /** The Secret that is referred to does not exist. */
  SECRET_NOT_FOUND("SecretNotFound"),
  /** The Secret has no such key, or it is empty. */
  SECRET_KEY_MISSING("SecretKeyMissing"),
  /**
   * The Secret is not of type ocmfed.io/invite-token, ocmfed.io/admin-token or
   * ocmfed.io/nats-credentials, whichever belongs there, so it is not read.
   */
  SECRET_TYPE_NOT_ALLOWED("SecretTypeNotAllowed"),
  /** The ConfigMap that is referred to does not exist. */
  CONFIG_MAP_NOT_FOUND("ConfigMapNotFound"),
  /** The ConfigMap has no such key, or it is empty. */
  CONFIG_MAP_KEY_MISSING("ConfigMapKeyMissing"),
  /** What should be PEM certificates is not. */
  CERTIFICATE_INVALID("CertificateInvalid"),
  /** The invitation token is shorter than 22 characters. */
  TOKEN_TOO_WEAK("TokenTooWeak"),
  /**
   * The invitation token has characters other than A-Z, a-z, 0-9, _ and -, or is longer than 512.
   */
  TOKEN_MALFORMED("TokenMalformed"),
  /** The invite in the Secret is for another domain than that of the trust. */
  TOKEN_FOR_OTHER_DOMAIN("TokenForOtherDomain"),
  /** No gateway answered the runtime. */
  GATEWAY_UNAVAILABLE("GatewayUnavailable"),
  /** The runtime has a newer endpoint table than the one offered. */
  ENDPOINTS_STALE("EndpointsStale"),
  /** The peer does not answer: connect, TLS, DNS or timeout. */
  PEER_UNREACHABLE("PeerUnreachable"),
  /** The peer answered 401 or 403; usually we are not among its trusts. */
  PEER_REFUSED("PeerRefused"),
  /** The peer speaks a version of Open Cloud Mesh that we do not. */
  PEER_INCOMPATIBLE("PeerIncompatible"),
  /** A signature of the peer, or ours at the peer, was not valid. */
  SIGNATURE_INVALID("SignatureInvalid"),
  /** The discovery document of the peer cannot be used. */
  DISCOVERY_FAILED("DiscoveryFailed"),
  /** The peer does not know the invitation yet, or refuses; it is tried again. */
  WAITING_FOR_PEER("WaitingForPeer"),
  /** No received share matches yet. */
  WAITING_FOR_SHARE("WaitingForShare"),
  /** The peer knows no such invitation any more: withdrawn, or void for this user. */
  INVITE_UNKNOWN("InviteUnknown"),
  /** The invitation has expired; a new one is needed. */
  INVITE_EXPIRED("InviteExpired"),
  /** The invitation was used by others as often as it allows; a new one is needed. */
  INVITE_EXHAUSTED("InviteExhausted"),
  /** The peer says that the users are connected already. */
  ALREADY_CONNECTED("AlreadyConnected"),
  /** The invitation can be accepted. */
  OFFERED("Offered"),
  /** The two users are connected. */
  CONNECTED("Connected"),
  /** The two users are not connected. */
  NOT_CONNECTED("NotConnected"),
  /** The other side ended the connection. */
  REMOVED_BY_PEER("RemovedByPeer"),
  /** The peer does not know the connection: access is suspended until that is settled. */
  DISPUTED("Disputed"),
  /** A user on our side ended the connection through the API. */
  REMOVED_BY_USER("RemovedByUser"),
  /** Its time is over. */
  EXPIRED("Expired"),
  /** More than the OcmTrust allows. */
  EXCEEDS_TRUST("ExceedsTrust"),
  /** The gateway knows no such user. */
  USER_UNKNOWN("UserUnknown"),
  /** The user has no such file or folder. */
  RESOURCE_NOT_FOUND("ResourceNotFound"),
  /** The peer knows no such user. */
  RECIPIENT_NOT_FOUND("RecipientNotFound"),
  /** The peer, or our runtime, does not support what is asked. */
  UNSUPPORTED("Unsupported"),
  /** The share has been received. */
  RECEIVED("Received"),
  /** The peer has taken the share. */
  DELIVERED("Delivered"),
  /** The recipient has accepted. */
  ACCEPTED("Accepted"),
  /** The recipient has declined. */
  DECLINED("Declined"),
  /** The other side ended the share. */
  UNSHARED("Unshared"),
  /** Something owed to the peer is older than a minute. */
  DELIVERY_DELAYED("DeliveryDelayed"),
  /** Warning event: the object went without the runtime having recorded its removal. */
  CLEANUP_SKIPPED("CleanupSkipped");

  private final String wireName;

  Reason(String wireName) {
    this.wireName = wireName;
  }

  /** The {@code reason} as in YAML. */
  public String wireName() {
    return wireName;
  }
}
