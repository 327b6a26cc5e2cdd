package io.ocmfed.cluster;

/** Takes a cluster's API server away and brings it back, as a crash of its machine would. */
public interface ApiServerSwitch {

  /** Kills it; all that was written stays. Returns when it is gone. */
  void off();

  /** Starts it again and returns when it serves. */
  void on();
}
