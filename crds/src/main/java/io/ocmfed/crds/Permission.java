package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a share lets the recipient do; words of the OCM wire. */
public enum Permission implements WireName {
  /** See and download. */
  READ("read"),
  /** Change. */
  WRITE("write"),
  /** Share on. */
  SHARE("share"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static Permission fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
