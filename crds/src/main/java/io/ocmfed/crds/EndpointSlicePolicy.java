package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether the endpoints of a Service without a selector are taken from its EndpointSlices. */
public enum EndpointSlicePolicy implements WireName {
  /** Such a Service has no endpoints. */
  IGNORE("Ignore"),
  /** Its slices are believed, and the addresses in them are dialled. */
  TRUST("Trust"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  EndpointSlicePolicy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static EndpointSlicePolicy fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
