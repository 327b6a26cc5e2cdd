package io.ocmfed.runtime.store;

/** Where a share of ours stands. */
public enum OutgoingState {
  PENDING,
  DELIVERED,
  ACCEPTED,
  DECLINED,
  REVOKED,
  EXPIRED,
  FAILED;

  /** Whether its secret opens the resource; also before the peer has confirmed it. */
  public boolean open() {
    return this == PENDING || this == DELIVERED || this == ACCEPTED;
  }
}
