package io.ocmfed.node.process;

/**
 * How a process ended.
 *
 * @param code its exit code, or 128 plus the signal's number as a shell says it
 * @param signal the signal's number, or 0
 */
public record ProcessExit(int code, int signal) {

  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** From the code that Java gives, which is 128 + n for a process that died of signal n. */
  static ProcessExit of(int code) {
    boolean signalled = code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL;
    return new ProcessExit(code, signalled ? code - SIGNAL_BASE : 0);
  }

  public boolean succeeded() {
    return code == 0;
  }
}
