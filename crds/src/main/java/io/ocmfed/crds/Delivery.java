package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a runtime learns where the gateway is. */
public enum Delivery implements WireName {
  /** The operator sends every endpoint table to the admin API of each of its pods. */
  PUSH("Push"),
  /** The operator keeps the gateway's nodes in a registry in a NATS key-value bucket current. */
  NATS_REGISTRY("NatsRegistry"),
  /** The operator restarts a workload whenever the gateway's addresses have changed. */
  RESTART("Restart"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  Delivery(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static Delivery fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
