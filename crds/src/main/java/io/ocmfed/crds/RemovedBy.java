package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Who ended a connection. */
public enum RemovedBy implements WireName {
  /** Our user, or our operator. */
  LOCAL("Local"),
  /** The other side. */
  PEER("Peer"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  RemovedBy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static RemovedBy fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
