package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.store.Store;
import java.util.List;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/**
 * Where the role's behaviour has effects: its store and its calls to peers. The product uses both
 * as they are and provides nothing of this kind; only a class that somebody adds to the class path
 * of the process can stand between, as the tests do that let it die at a named step.
 */
public interface Edges {

  /** The store to use in place of the real one. */
  Store store(Store real);

  /** The calls to use in place of the real ones. */
  PeerCalls calls(PeerCalls real);

  /** What the class path provides; by itself nothing, and both stay as they are. */
  static Edges found() {
    List<Edges> added =
        ServiceLoader.load(Edges.class, Edges.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    added.forEach(
        one ->
            Logger.getLogger(Edges.class)
                .warnf(
                    "event=edges.replaced by=%s hint=\"not part of the product\"",
                    one.getClass().getName()));
    return new Edges() {
      @Override
      public Store store(Store real) {
        Store used = real;
        for (Edges one : added) {
          used = one.store(used);
        }
        return used;
      }

      @Override
      public PeerCalls calls(PeerCalls real) {
        PeerCalls used = real;
        for (Edges one : added) {
          used = one.calls(used);
        }
        return used;
      }
    };
  }
}
