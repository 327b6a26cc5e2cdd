package io.ocmfed.operator.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/**
 * A client whose callers are on a busy machine: after each step that a thread takes with it, except
 * an event loop's, the thread stands still for longer than an answer takes.
 */
final class HeldUp {

  private static final long NANOS = 150_000_000;

  private HeldUp() {}

  static HttpClient client(HttpClient client) {
    return slow(HttpClient.class, client);
  }

  private static <T> T slow(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
              if (Context.isOnEventLoopThread()) {
                return result;
              }
              LockSupport.parkNanos(NANOS);
              return slow(result);
            }));
  }

  private static Object slow(Object result) {
    return switch (result) {
      case Future<?> future -> slow(Future.class, future);
      case CompletionStage<?> stage -> stage.thenApply(HeldUp::slow);
      case HttpClientRequest request -> slow(HttpClientRequest.class, request);
      case null, default -> result;
    };
  }
}
