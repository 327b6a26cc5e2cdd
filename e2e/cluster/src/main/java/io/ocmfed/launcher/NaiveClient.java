package io.ocmfed.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * What servers in the field do: it looks up the address of a gateway once and keeps it for good.
 * Here to show, beside the runtime, what becomes of that when the pod is replaced
 * (owncloud/ocis#10846).
 */
public final class NaiveClient {

  private static final int MILLIS = 2000;

  private final InetSocketAddress pinned;

  /**
   * @param podIp the address that the name had when this client started
   * @param port the gateway's gRPC port
   */
  public NaiveClient(String podIp, int port) {
    this.pinned = new InetSocketAddress(podIp, port);
  }

  /** Tries to reach the gateway; returns why it cannot, or nothing when it can. */
  public Optional<String> call() {
    try (var socket = new Socket()) {
      socket.connect(pinned, MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "%s:%d: %s".formatted(pinned.getHostString(), pinned.getPort(), e.getMessage()));
    }
  }
}
