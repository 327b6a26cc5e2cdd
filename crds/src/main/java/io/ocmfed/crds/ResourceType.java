package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What is shared; words of the OCM wire. */
public enum ResourceType implements WireName {
  /** One file. */
  FILE("file"),
  /** A folder with all below it. */
  FOLDER("folder"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  ResourceType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static ResourceType fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
