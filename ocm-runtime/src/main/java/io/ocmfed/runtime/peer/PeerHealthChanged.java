package io.ocmfed.runtime.peer;

/**
 * Fired as a CDI event when what {@link PeerDirectory#health} says has changed in a way that people
 * see: reachable or not, another failure, another document, other keys, trusted or not.
 */
public record PeerHealthChanged(String domain) {}
