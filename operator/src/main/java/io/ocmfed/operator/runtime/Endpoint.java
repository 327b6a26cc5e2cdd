package io.ocmfed.operator.runtime;

/**
 * Where one pod serves gRPC.
 *
 * @param host IP address
 * @param port port number
 * @param zone topology zone; null when unknown
 * @param pod name of the pod
 */
public record Endpoint(String host, int port, String zone, String pod) {}
