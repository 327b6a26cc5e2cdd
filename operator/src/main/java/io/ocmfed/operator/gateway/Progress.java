package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.Fence;
import java.util.Optional;

/** What one receiver of tables has acknowledged, or why not; for any thread to read. */
final class Progress {

  private final String runtime;
  private final String receiver;
  private final Runnable onChange;
  private Fence acknowledged;
  private Answer<?> trouble;

  /**
   * @param runtime name of the runtime in the spec
   * @param receiver what is told, for people
   * @param onChange told after each change that {@link #state} shows
   */
  Progress(String runtime, String receiver, Runnable onChange) {
    this.runtime = runtime;
    this.receiver = receiver;
    this.onChange = onChange;
  }

  /** It has the table of that fence. Returns whether that is news. */
  boolean acknowledge(Fence fence) {
    synchronized (this) {
      if (fence.equals(acknowledged) && trouble == null) {
        return false;
      }
      acknowledged = fence;
      trouble = null;
    }
    onChange.run();
    return true;
  }

  /** It may not have the table any more, or cannot be brought to take it. */
  void fail(String code, String sentence) {
    Answer<?> failed = new Answer.Refused<>(0, Failure.of(code, sentence));
    synchronized (this) {
      if (failed.equals(trouble) && acknowledged == null) {
        return;
      }
      trouble = failed;
      acknowledged = null;
    }
    onChange.run();
  }

  /** It is on its way, and nothing is wrong. */
  void pend() {
    synchronized (this) {
      if (trouble == null && acknowledged == null) {
        return;
      }
      trouble = null;
      acknowledged = null;
    }
    onChange.run();
  }

  synchronized SyncState.TargetState state(Fence current) {
    boolean inSync = current != null && current.equals(acknowledged);
    return new SyncState.TargetState(runtime, receiver, inSync, Optional.ofNullable(trouble));
  }
}
