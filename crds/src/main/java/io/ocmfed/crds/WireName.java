package io.ocmfed.crds;

import java.util.Arrays;

/**
 * An enum constant that is written otherwise in YAML than in Java.
 *
 * <p>All enums of the API read leniently: a value that this version does not know (stored by a newer
 * one, before a downgrade) becomes the constant {@code UNKNOWN} instead of an exception, because one
 * object that cannot be read would end the operator's informer, and with it the work for all others.
 * {@code UNKNOWN} is not in the CRD schema, so nobody can write it.
 */
public interface WireName {

  /** What {@code UNKNOWN} would be on the wire; the generator removes it from every schema. */
  String UNKNOWN_WIRE_NAME = "$unknown";

  /** The value as in YAML. */
  String wireName();

  /** The constant with that wire name, or {@code unknown}; null stays null. */
  static <E extends Enum<E> & WireName> E parse(E[] values, String wireName, E unknown) {
    if (wireName == null) {
      return null;
    }
    return Arrays.stream(values)
        .filter(value -> value.wireName().equals(wireName))
        .findFirst()
        .orElse(unknown);
  }
}
