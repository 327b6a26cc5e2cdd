package io.ocmfed.node.net;

import java.util.concurrent.Semaphore;

/** Work that is due whenever something has changed; many changes at once are one run. */
final class Coalesced implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Coalesced.class.getName());

  private final Semaphore due = new Semaphore(0);
  private final Thread thread;

  Coalesced(String name, Runnable work) {
    this.thread =
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  try {
                    while (true) {
                      due.acquire();
                      due.drainPermits();
                      attempt(work);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // closed
                  }
                });
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // The next change, or the next run of it, finds the world as it then is.
      LOG.log(System.Logger.Level.ERROR, "event=network_not_applied", e);
    }
  }

  void changed() {
    due.release();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
