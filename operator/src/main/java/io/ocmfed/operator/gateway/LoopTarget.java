package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Fence;
import java.time.InstantSource;

/** A receiver that a loop on a virtual thread of its own holds to the newest table. */
abstract sealed class LoopTarget implements Target permits RegistryTarget, RestartTarget {

  final NewestOffer offers = new NewestOffer();
  final Progress progress;
  private final String name;

  /**
   * @param name of the thread
   * @param runtime name of the runtime in the spec
   * @param receiver what is told, for people
   */
  LoopTarget(String name, String runtime, String receiver, InstantSource clock, Listener listener) {
    this.name = name;
    this.progress = new Progress(runtime, receiver, clock, listener::progressed);
  }

  /** The loop; returns when the offers are stopped. */
  abstract void loop() throws InterruptedException;

  @Override
  public final void start() {
    Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    try {
      loop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final void offer(Offer offer) {
    progress.offered(offer.table().fence());
    offers.put(offer);
  }

  @Override
  public final void look() {
    offers.wake();
  }

  @Override
  public final void stop() {
    offers.stop();
  }

  @Override
  public final SyncState.TargetState state(Fence current) {
    return progress.state(current);
  }
}
