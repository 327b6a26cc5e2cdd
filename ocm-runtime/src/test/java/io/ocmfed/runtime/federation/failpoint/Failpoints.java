package io.ocmfed.runtime.federation.failpoint;

import io.ocmfed.runtime.ocm.Edges;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the test at every step whether to go on, wait or die. Where the test listens is in the
 * system property {@value #PROPERTY}.
 */
public final class Failpoints implements Edges {

  /** Name of the system property {@code <port>:<name of this process>}. */
  public static final String PROPERTY = "ocmfed.test.failpoints";

  /** The answer on which a process dies; on any other it goes on. */
  public static final int DIE = 'd';

  private static final int KILLED = 137;

  private final int port;
  private final String self;

  /** As the service loader makes it. */
  public Failpoints() {
    String[] where = System.getProperty(PROPERTY).split(":", 2);
    this.port = Integer.parseInt(where[0]);
    this.self = where[1];
  }

  @Override
  public Store store(Store real) {
    return new Store() {
      @Override
      public <T> T inTransaction(Function<Tx, T> work) {
        Deeds[] last = new Deeds[1];
        T result =
            real.inTransaction(
                tx -> {
                  // The work may be run again: what counts is what is committed.
                  Deeds deeds = new Deeds();
                  last[0] = deeds;
                  T made = work.apply(deeds.observe(tx));
                  deeds.steps(false).forEach(Failpoints.this::reached);
                  return made;
                });
        last[0].steps(true).forEach(Failpoints.this::reached);
        return result;
      }

      @Override
      public Changes changes() {
        return real.changes();
      }
    };
  }

  @Override
  public PeerCalls calls(PeerCalls real) {
    return (PeerCalls)
        Proxy.newProxyInstance(
            PeerCalls.class.getClassLoader(),
            new Class<?>[] {PeerCalls.class},
            (proxy, method, arguments) -> {
              Optional<MessageKind> kind =
                  method.getName().equals("post")
                      ? kind((String) arguments[1], (byte[]) arguments[2])
                      : Optional.empty();
              kind.map(Point.SENDING::of).ifPresent(this::reached);
              try {
                Object answer = method.invoke(real, arguments);
                kind.map(Point.ANSWERED::of).ifPresent(this::reached);
                return answer;
              } catch (java.lang.reflect.InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static Optional<MessageKind> kind(String path, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    return switch (path) {
      case "invite-accepted" -> Optional.of(MessageKind.INVITE_ACCEPTED);
      case "shares" -> Optional.of(MessageKind.SHARE);
      case "notifications" ->
          java.util.stream.Stream.of(MessageKind.USER_REMOVED, MessageKind.SHARE_UNSHARED)
              .filter(kind -> text.contains('"' + kind.name() + '"'))
              .findFirst();
      default -> Optional.empty();
    };
  }

  private void reached(String step) {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.getOutputStream().write((self + " " + step + "\n").getBytes(StandardCharsets.UTF_8));
      if (socket.getInputStream().read() == DIE) {
        Runtime.getRuntime().halt(KILLED);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException("the test that this process belongs to is gone", gone);
    }
  }
}
