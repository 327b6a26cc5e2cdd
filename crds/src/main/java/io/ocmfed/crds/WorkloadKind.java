package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What kind of workload is restarted. */
public enum WorkloadKind implements WireName {
  /** A Deployment. */
  DEPLOYMENT("Deployment"),
  /** A StatefulSet. */
  STATEFUL_SET("StatefulSet"),
  /** A DaemonSet. */
  DAEMON_SET("DaemonSet"),
  /** A value of a newer version of this API, which this version cannot act on; never written. */
  UNKNOWN(WireName.UNKNOWN_WIRE_NAME);

  private final String wireName;

  WorkloadKind(String wireName) {
    this.wireName = wireName;
  }

  @Override
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Never fails: what is not known is {@link #UNKNOWN}. */
  @JsonCreator
  public static WorkloadKind fromWire(String wireName) {
    return WireName.parse(values(), wireName, UNKNOWN);
  }
}
