package io.ocmfed.runtime.simulation;

/**
 * An invitation that people know of.
 *
 * @param text as it is passed on
 */
record Offer(Node issuer, String token, String text) {}
