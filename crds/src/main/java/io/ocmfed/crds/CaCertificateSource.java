package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What kind of object holds a CA certificate. */
public enum CaCertificateSource implements WireName {
  /** A ConfigMap. */
  CONFIG_MAP("ConfigMap"),
  /** A Secret of one of our types. */
  SECRET("Secret"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  CaCertificateSource(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static CaCertificateSource fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
