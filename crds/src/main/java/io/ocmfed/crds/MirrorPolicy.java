package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which shares that nobody declared are shown as OcmShare objects. */
public enum MirrorPolicy implements WireName {
  /** No mirrors. */
  NONE("None"),
  /** Received shares. */
  INCOMING("Incoming"),
  /** Received shares, and those that users make through Graph. */
  ALL("All"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  MirrorPolicy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static MirrorPolicy fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
