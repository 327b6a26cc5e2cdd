package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where an OcmInvite stands, for people; derived from its conditions. */
public enum InvitePhase implements WireName {
  /** Not yet with the runtime, or not yet answered by the peer. */
  PENDING("Pending"),
  /** The token can be accepted; nobody has yet. */
  OFFERED("Offered"),
  /** At least one connection stands. */
  CONNECTED("Connected"),
  /** There was a connection, and a person ended it. */
  DISCONNECTED("Disconnected"),
  /** The token expired before anybody connected. */
  EXPIRED("Expired"),
  /** Only a person can mend it; see the condition Stalled. */
  FAILED("Failed"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  InvitePhase(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static InvitePhase fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
