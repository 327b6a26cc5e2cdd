package io.ocmfed.operator.runtime;

/** A record that an object declared. */
public interface Declared {

  /** Name of the object; null for a share that nobody declared. */
  String name();

  /** Uid of the object that last declared it. */
  String uid();

  /** Generation of the object that last declared it. */
  long generation();
}
