package io.ocmfed.runtime.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** An object that behaves as another one but for one method. */
final class Overriding {

  private Overriding() {}

  /**
   * @param method name of the method
   * @param instead from the arguments of a call to its result; not called for other methods
   */
  static <T> T of(Class<T> type, T real, String method, Function<Object[], Object> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) ->
                called.getName().equals(method)
                    ? instead.apply(arguments)
                    : call(real, called, arguments)));
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
