package io.ocmfed.runtime.federation.failpoint;

import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.Events;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one transaction does, which tells the step that it is: it owes a message, it is done with
 * one, or it acts on one that was received.
 */
final class Deeds {

  /** What happens here when a message of the kind is received. */
  private static final Map<String, MessageKind> RECEIVED =
      Map.of(
          "connection.standing", MessageKind.INVITE_ACCEPTED,
          "connection.ended", MessageKind.USER_REMOVED,
          "share.received", MessageKind.SHARE,
          "share.revoked", MessageKind.SHARE_UNSHARED);

  private final Set<MessageKind> owed = EnumSet.noneOf(MessageKind.class);
  private final Set<MessageKind> done = EnumSet.noneOf(MessageKind.class);
  private final Set<String> events = new HashSet<>();

  /** The transaction, observed. */
  Tx observe(Tx tx) {
    return proxy(
        Tx.class,
        tx,
        (method, arguments, result) ->
            switch (result) {
              case Outbox outbox -> proxy(Outbox.class, outbox, this::outbox);
              case Events log -> proxy(Events.class, log, this::event);
              case null, default -> result;
            });
  }

  private Object outbox(String method, Object[] arguments, Object result) {
    if (method.equals("add") && arguments[0] instanceof OutboxEntry entry) {
      owed.add(entry.kind());
    } else if (method.equals("addAll") && arguments[0] instanceof Collection<?> entries) {
      entries.forEach(entry -> owed.add(((OutboxEntry) entry).kind()));
    } else if (method.equals("remove") && arguments[0] instanceof OutboxEntry entry) {
      done.add(entry.kind());
    }
    return result;
  }

  private Object event(String method, Object[] arguments, Object result) {
    if (method.equals("append") && arguments[0] instanceof Event event) {
      events.add(event.kind().word() + "." + event.what());
    }
    return result;
  }

  /** The steps that this transaction is, before its commit or after it. */
  Set<String> steps(boolean committed) {
    Set<String> steps = new HashSet<>();
    owed.forEach(kind -> steps.add((committed ? Point.BEGUN : Point.BEGINNING).of(kind)));
    done.forEach(kind -> steps.add((committed ? Point.RECORDED : Point.RECORDING).of(kind)));
    if (owed.isEmpty() && done.isEmpty()) {
      events.stream()
          .map(RECEIVED::get)
          .filter(kind -> kind != null)
          .forEach(kind -> steps.add((committed ? Point.DECIDED : Point.DECIDING).of(kind)));
    }
    return steps;
  }

  /** Sees each call with its result, and says what the caller gets. */
  private interface Observer {
    Object called(String method, Object[] arguments, Object result);
  }

  /** By reflection, so that these interfaces may grow. */
  private static <T> T proxy(Class<T> type, T real, Observer observer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return observer.called(method.getName(), arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
