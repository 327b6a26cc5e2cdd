package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where an OcmShare stands, for people; derived from its conditions. */
public enum SharePhase implements WireName {
  /** Not yet delivered, or nothing received yet that matches. */
  PENDING("Pending"),
  /** The peer has it; incoming: received, and not yet answered. */
  DELIVERED("Delivered"),
  /** The recipient took it. */
  ACCEPTED("Accepted"),
  /** The recipient refused it. */
  DECLINED("Declined"),
  /** Access has ended. */
  REVOKED("Revoked"),
  /** Its time is over. */
  EXPIRED("Expired"),
  /** Only a person can mend it; see the condition Stalled. */
  FAILED("Failed"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  SharePhase(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static SharePhase fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
