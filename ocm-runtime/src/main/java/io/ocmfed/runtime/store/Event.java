package io.ocmfed.runtime.store;

import java.time.Instant;

/**
 * A change, in the order of commits.
 *
 * @param cursor position; 0 before it is stored
 * @param name of the declaration it concerns; null when none
 * @param id of the share or acceptance; null when none
 * @param what a word for the change; no secrets
 */
public record Event(
    long cursor,
    Instant at,
    EventKind kind,
    String name,
    String id,
    String domain,
    String what,
    Cause cause) {}
