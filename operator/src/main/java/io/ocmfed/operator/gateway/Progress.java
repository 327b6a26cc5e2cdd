package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.Fence;
import java.time.InstantSource;
import java.util.Optional;

/** What one receiver of tables has acknowledged, or why not; for any thread to read. */
final class Progress {

  private final String runtime;
  private final String receiver;
  private final TargetProgress history;
  private final Runnable onChange;
  private Answer<?> trouble;

  /**
   * @param runtime name of the runtime in the spec
   * @param receiver what is told, for people
   * @param clock says since when it is behind
   * @param onChange told after each change that {@link #state} shows
   */
  Progress(String runtime, String receiver, InstantSource clock, Runnable onChange) {
    this.runtime = runtime;
    this.receiver = receiver;
    this.history = new TargetProgress(clock);
    this.onChange = onChange;
  }

  /** It should have the table of that fence. */
  void offered(Fence fence) {
    history.offered(fence);
  }

  /** It has the table of that fence. Returns whether that is news. */
  boolean acknowledge(Fence fence) {
    synchronized (this) {
      if (has(fence) && trouble == null) {
        return false;
      }
      history.acknowledged(fence);
      trouble = null;
    }
    onChange.run();
    return true;
  }

  /** It may not have the table any more, or cannot be brought to take it. */
  void fail(String code, String sentence) {
    Answer<?> failed = new Answer.Refused<>(0, Failure.of(code, sentence));
    synchronized (this) {
      if (failed.equals(trouble) && history.acknowledged().isEmpty()) {
        return;
      }
      trouble = failed;
      history.forgotten();
    }
    onChange.run();
  }

  /** It is on its way, and nothing is wrong. */
  void pend() {
    synchronized (this) {
      if (trouble == null && history.acknowledged().isEmpty()) {
        return;
      }
      trouble = null;
      history.forgotten();
    }
    onChange.run();
  }

  synchronized SyncState.TargetState state(Fence current) {
    boolean inSync = current != null && has(current);
    return new SyncState.TargetState(
        runtime,
        receiver,
        inSync,
        Optional.ofNullable(trouble),
        inSync ? Optional.empty() : history.behindSince());
  }

  private boolean has(Fence fence) {
    return history.acknowledged().filter(fence::equals).isPresent();
  }
}
