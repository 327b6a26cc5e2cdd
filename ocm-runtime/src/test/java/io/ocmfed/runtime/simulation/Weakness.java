package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Tx;

/** Takes one rule out of force, to see that the simulation misses it. The default takes none. */
interface Weakness {

  /** Every rule in force. */
  Weakness NONE = new Weakness() {};

  /**
   * How a runtime sees its store.
   *
   * @param operation what it is doing
   */
  default Tx store(Tx tx, String operation) {
    return tx;
  }

  /** A request as it arrives. */
  default byte[] request(String path, byte[] json, Node to, String from) {
    return json;
  }
}
