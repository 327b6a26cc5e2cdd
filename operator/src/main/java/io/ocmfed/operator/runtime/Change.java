package io.ocmfed.operator.runtime;

/**
 * Something changed in the runtime.
 *
 * @param cursor position in the event log
 * @param kind {@code trust}, {@code invite}, {@code share} or {@code connection}
 * @param name name of the declaring object; null when there is none
 * @param id id of the share or acceptance; may be null
 * @param domain the peer
 */
public record Change(long cursor, String kind, String name, String id, String domain) {}
