package io.ocmfed.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Whether this process leads, and in which term. Everything that acts on the world asks here first.
 */
@ApplicationScoped
public class Leadership {

  private static final Logger LOG = Logger.getLogger(Leadership.class);
  private static final long RETRY_MILLIS = 1000;

  private final Terms terms;
  private final List<Runnable> onBegin = new CopyOnWriteArrayList<>();
  private volatile boolean holdsLease;
  private volatile long term;

  public Leadership(Terms terms) {
    this.terms = terms;
  }

  /** The term we lead in; empty while we do not lead, or have no term yet. */
  public OptionalLong term() {
    long now = term;
    return holdsLease && now > 0 ? OptionalLong.of(now) : OptionalLong.empty();
  }

  /** Whether we lead. */
  public boolean leads() {
    return term().isPresent();
  }

  /** Runs something each time we begin to lead, after the term is taken; at once if we lead. */
  public void whenLeading(Runnable action) {
    onBegin.add(action);
    if (leads()) {
      action.run();
    }
  }

  /** The Lease is ours. Returns at once; the term is taken in the background. */
  void acquired() {
    holdsLease = true;
    Thread.ofVirtual().name("take-term").start(this::takeTerm);
  }

  /** The Lease is not ours any more. */
  void lost() {
    holdsLease = false;
    term = 0;
  }

  /**
   * Takes a term above one that a runtime says it has seen.
   *
   * @return whether there now is such a term; not so when the Lease is not ours any more
   */
  public synchronized boolean raiseAbove(long seen) {
    if (term > seen) {
      return holdsLease;
    }
    try {
      if (!holdsLease || !terms.stillHoldsLease()) {
        LOG.warnf(
            "A runtime has a table of term %d and the Lease is not ours: standing back", seen);
        return false;
      }
      term = terms.raiseAbove(seen);
      LOG.infof("Took term %d, because a runtime had a table of term %d", term, seen);
      return true;
    } catch (KubernetesClientException e) {
      LOG.warnf("No term above %d could be taken: %s", seen, e.getMessage());
      return false;
    }
  }

  private void takeTerm() {
    while (holdsLease) {
      try {
        synchronized (this) {
          term = terms.raiseAbove(term);
        }
        LOG.infof("Leading in term %d", term);
        onBegin.forEach(Runnable::run);
        return;
      } catch (KubernetesClientException e) {
        LOG.warnf("No term could be taken yet: %s", e.getMessage());
        try {
          Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
