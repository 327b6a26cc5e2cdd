package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which side of an invitation an OcmInvite is. */
public enum InviteType implements WireName {
  /** We offer the invitation. */
  ISSUE("Issue"),
  /** We accept the invitation of the peer. */
  ACCEPT("Accept"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  InviteType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static InviteType fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
