package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a received share is answered. */
public enum ShareResponse implements WireName {
  /** The share is taken. */
  ACCEPT("Accept"),
  /** The share is refused, and the peer is told. */
  DECLINE("Decline"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  ShareResponse(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static ShareResponse fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
