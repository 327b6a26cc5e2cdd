package io.ocmfed.node.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One port of one Service: connections to its cluster IP go to ready pods in turn, past those that
 * refuse. While there is none it does not listen, so that callers are refused at once.
 */
final class Forwarder implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Forwarder.class.getName());
  private static final int CONNECT_MILLIS = 2000;
  private static final int BUFFER = 16 * 1024;

  private final InetSocketAddress address;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile List<InetSocketAddress> backends = List.of();
  private ServerSocket server;

  Forwarder(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * From now on connections go to these; connections that are open stay.
   *
   * @throws IOException if the address cannot be listened on
   */
  synchronized void forwardTo(List<InetSocketAddress> ready) throws IOException {
    backends = List.copyOf(ready);
    if (ready.isEmpty()) {
      stopListening();
    } else if (server == null) {
      listen();
    }
  }

  private void listen() throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, 128);
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    server = socket;
    Thread.ofVirtual().name("service-" + address).start(() -> accept(socket));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().name("connection-" + address).start(() -> serve(client));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, "event=accept_failed address={0}", address, e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Socket backend = connect();
      if (backend == null) {
        client.setSoLinger(true, 0); // a reset, which no client takes for an answer
        return;
      }
      open.add(backend);
      try (backend) {
        client.setTcpNoDelay(true);
        backend.setTcpNoDelay(true);
        var upwards = new CountDownLatch(1);
        Thread.ofVirtual()
            .name("upwards-" + address)
            .start(
                () -> {
                  pump(client, backend);
                  upwards.countDown();
                });
        pump(backend, client);
        upwards.await();
      } finally {
        open.remove(backend);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "event=connection_broken address={0}", address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Null when none of the backends answers. */
  private Socket connect() {
    var inTurn = new ArrayList<>(backends);
    if (!inTurn.isEmpty()) {
      Collections.rotate(inTurn, -Math.floorMod(turn.getAndIncrement(), inTurn.size()));
    }
    for (InetSocketAddress backend : inTurn) {
      var socket = new Socket();
      try {
        socket.connect(backend, CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        close(socket);
      }
    }
    return null;
  }

  /** Copies one direction; its end is passed on, a break of it ends both. */
  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.TRACE, "already closed", e);
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.TRACE, "not closed", e);
    }
  }

  private void stopListening() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    stopListening();
    open.forEach(Forwarder::close);
  }
}
