package io.ocmfed.crds;

/** The types of all conditions that our statuses carry; a closed list. */
public enum ConditionType {
  /** All: the object does what it says. Always present. */
  READY("Ready"),
  /** All: work is going on; present only while True (kstatus). */
  RECONCILING("Reconciling"),
  /** All: only a person can mend it; present only while True (kstatus). */
  STALLED("Stalled"),
  /** All: the annotation {@link Annotations#PAUSED} stops work; present only while True. */
  PAUSED("Paused"),
  /** OcmInstance: at least one gateway pod is ready. */
  GATEWAY_AVAILABLE("GatewayAvailable"),
  /** OcmInstance: every runtime pod has the current endpoint table. */
  ENDPOINTS_IN_SYNC("EndpointsInSync"),
  /** OcmInstance: every runtime pod answers the admin API. */
  RUNTIMES_REACHABLE("RuntimesReachable"),
  /** OcmTrust: the discovery document of the peer has been read. */
  DISCOVERED("Discovered"),
  /** OcmTrust: the runtime has recorded the trust as it is declared. */
  PROGRAMMED("Programmed"),
  /** OcmTrust, for information: the peer answered last time. */
  REACHABLE("Reachable"),
  /** OcmTrust, for information: the peer trusts us. */
  MUTUAL("Mutual"),
  /** OcmTrust, for information: something owed to the peer is older than a minute. */
  DELIVERY_DELAYED("DeliveryDelayed"),
  /** OcmInvite, Issue: the token can be accepted. */
  OFFERED("Offered"),
  /** OcmInvite, Accept: the inviter took our acceptance. OcmShare: the recipient took the share. */
  ACCEPTED("Accepted"),
  /** OcmInvite: at least one connection stands. */
  CONNECTED("Connected"),
  /** OcmShare: its two users are connected. */
  CONNECTION_FOUND("ConnectionFound"),
  /** OcmShare: the peer has the share; incoming: it has been received. */
  DELIVERED("Delivered");

  private final String wireName;

  ConditionType(String wireName) {
    this.wireName = wireName;
  }

  /** The {@code type} of the condition as in YAML. */
  public String wireName() {
    return wireName;
  }
}
