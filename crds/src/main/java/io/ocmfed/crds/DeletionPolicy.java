package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What becomes of connections and shares when their OcmTrust is deleted. */
public enum DeletionPolicy implements WireName {
  /** They sleep and return with the trust. */
  RETAIN("Retain"),
  /** They are removed, and the peer is told. */
  REVOKE("Revoke"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  DeletionPolicy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static DeletionPolicy fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
