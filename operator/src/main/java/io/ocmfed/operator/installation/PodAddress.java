package io.ocmfed.operator.installation;

/**
 * A ready pod that is not being deleted, with the port asked for.
 *
 * @param zone topology zone; null when unknown
 */
public record PodAddress(String name, String uid, String host, int port, String zone) {}
