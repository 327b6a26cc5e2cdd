package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether messages of a peer must be signed (RFC 9421). */
public enum SignaturePolicy implements WireName {
  /** Unsigned messages are refused. */
  REQUIRED("Required"),
  /** Unsigned messages are taken from peers that do not advertise http-sig. */
  PREFERRED("Preferred"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  SignaturePolicy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static SignaturePolicy fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
