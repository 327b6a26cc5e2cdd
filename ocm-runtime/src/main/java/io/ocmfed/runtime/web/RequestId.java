package io.ocmfed.runtime.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The id that ties together the log lines and error bodies of one request in every process it
 * reaches. It travels in the header {@value #HEADER}, over gRPC in metadata of the same name, and
 * within a process in the logging context.
 */
public final class RequestId {

  public static final String HEADER = "X-Request-Id";

  private static final String MDC_KEY = "requestId";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private RequestId() {}

  /**
   * The caller's id if it is sane (letters, digits and {@code ._:-}, at most 64), else a new one.
   */
  public static String accept(String header) {
    return header != null && SANE.matcher(header).matches() ? header : create();
  }

  /** The id of the request that this thread works for; a new one, kept, when there is none yet. */
  public static String current() {
    Object current = MDC.get(MDC_KEY);
    if (current != null) {
      return current.toString();
    }
    String created = create();
    MDC.put(MDC_KEY, created);
    return created;
  }

  /** From here on this thread (or Vert.x context) works for that request. */
  public static void enter(String id) {
    MDC.put(MDC_KEY, id);
  }

  /** This thread works for no request any more. */
  public static void leave() {
    MDC.remove(MDC_KEY);
  }

  /** Does something for a request, on any thread. */
  public static void during(String id, Runnable work) {
    during(
        id,
        () -> {
          work.run();
          return null;
        });
  }

  /** As {@link #during(String, Runnable)}, with a result. */
  public static <T> T during(String id, Supplier<T> work) {
    Object before = MDC.get(MDC_KEY);
    MDC.put(MDC_KEY, id);
    try {
      return work.get();
    } finally {
      if (before == null) {
        MDC.remove(MDC_KEY);
      } else {
        MDC.put(MDC_KEY, before);
      }
    }
  }

  private static String create() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
