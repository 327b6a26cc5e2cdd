package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which face of an installation a runtime Service serves. */
public enum RuntimeRole implements WireName {
  /** Invites, connections, shares and peers; the operator declares them there. */
  OCM("OCM"),
  /** The LibreGraph API for clients. */
  GRAPH("Graph"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  RuntimeRole(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static RuntimeRole fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
