package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.List;

/** The log of changes. */
public interface Events {

  /** Appended when the transaction commits, so that the cursor is the order of commits. */
  void append(Event event);

  List<Event> after(long cursor, int limit);

  /** The cursor of the newest event; 0 when there was none. */
  long newest();

  /** All up to this cursor may be gone. */
  long horizon();

  /** Drops what is older. */
  void compact(Instant before);
}
