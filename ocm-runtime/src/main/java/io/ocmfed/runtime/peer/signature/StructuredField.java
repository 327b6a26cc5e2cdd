package io.ocmfed.runtime.peer.signature;

import java.util.List;
import java.util.Map;

/** The types of structured fields (RFC 8941, section 3) that can be members of a dictionary. */
sealed interface StructuredField {

  /** Parameters in order (section 3.1.2). */
  Map<String, Bare> parameters();

  /** The text as it was received, parameters included: what a signature base must repeat. */
  String raw();

  /** An item with its parameters (section 3.3). */
  record Item(Bare value, Map<String, Bare> parameters, String raw) implements StructuredField {}

  /** An inner list with its parameters (section 3.1.1). */
  record InnerList(List<Item> items, Map<String, Bare> parameters, String raw)
      implements StructuredField {}

  /** A bare item (section 3.3). */
  sealed interface Bare {
    /** A string, without quotes. */
    record Text(String value) implements Bare {}

    /** An integer of at most 15 digits. */
    record Whole(long value) implements Bare {}

    /** A decimal; nothing here calculates with it. */
    record Decimal(String value) implements Bare {}

    /** A token. */
    record Token(String value) implements Bare {}

    /** A byte sequence. */
    record Bytes(byte[] value) implements Bare {}

    /** A boolean. */
    record Flag(boolean value) implements Bare {}
  }
}
