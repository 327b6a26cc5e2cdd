package io.ocmfed.runtime.endpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The table in force in this process. In memory only: after a restart the operator sends it again.
 */
@Singleton
public final class AppliedEndpoints {

  private static final Logger LOG = Logger.getLogger(AppliedEndpoints.class);

  private final InstantSource clock;
  private final List<Consumer<EndpointTable>> listeners = new CopyOnWriteArrayList<>();
  private EndpointTable table;

  @Inject
  public AppliedEndpoints(InstantSource clock) {
    this.clock = clock;
  }

  /** The table in force; empty before the first push. */
  public synchronized Optional<EndpointTable> table() {
    return Optional.ofNullable(table);
  }

  /** Takes a table over unless it is older than the one in force. */
  public synchronized EndpointTable.Push push(Fence fence, Map<String, List<Endpoint>> services) {
    EndpointTable.Push push =
        EndpointTable.decide(table(), new EndpointTable(fence, services, clock.instant()));
    if (push instanceof EndpointTable.Push.Applied(EndpointTable now)) {
      table = now;
      LOG.infof(
          "event=endpoints-applied term=%d sequence=%d services=%s",
          fence.term(), fence.sequence(), services.keySet());
      // Under the lock, so that listeners see tables in the order of their fences.
      listeners.forEach(listener -> listener.accept(now));
    }
    return push;
  }

  /** Is told of each table taken over, and at once of the one in force; must not block. */
  synchronized void listen(Consumer<EndpointTable> listener) {
    listeners.add(listener);
    if (table != null) {
      listener.accept(table);
    }
  }

  synchronized void forget(Consumer<EndpointTable> listener) {
    listeners.remove(listener);
  }
}
