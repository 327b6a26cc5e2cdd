package io.ocmfed.operator.runtime;

/**
 * One process that serves the admin API.
 *
 * @param name name of the pod, for messages
 * @param uid uid of the pod
 * @param host its IP address, which is dialled
 * @param port its management port
 * @param serverName the name its certificate must carry, {@code <service>.<namespace>.svc}
 */
public record RuntimePod(String name, String uid, String host, int port, String serverName) {}
