package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which way a share goes, seen from us. */
public enum ShareDirection implements WireName {
  /** A local user shares with a remote user. */
  OUTGOING("Outgoing"),
  /** A remote user shares with a local user. */
  INCOMING("Incoming"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  ShareDirection(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static ShareDirection fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
