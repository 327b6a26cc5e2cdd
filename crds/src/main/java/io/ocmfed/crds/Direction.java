package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which way a trust lets something go, seen from us. */
public enum Direction implements WireName {
  /** Either way. */
  BOTH("Both"),
  /** From us to the peer. */
  OUTGOING("Outgoing"),
  /** From the peer to us. */
  INCOMING("Incoming"),
  /** Neither way. */
  NONE("None"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  Direction(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static Direction fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }

  /** Whether this lets something go from us to the peer. */
  public boolean allowsOutgoing() {
    return this == BOTH || this == OUTGOING;
  }

  /** Whether this lets something come from the peer to us. */
  public boolean allowsIncoming() {
    return this == BOTH || this == INCOMING;
  }
}
