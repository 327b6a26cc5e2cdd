package io.ocmfed.runtime.federation.failpoint;

import io.ocmfed.runtime.store.MessageKind;

/** A point in the life of a message at which a process can die. */
public enum Point {
  /** What owes the message is written, and not committed. */
  BEGINNING("before the commit"),
  /** It is committed, and nothing is sent. */
  BEGUN("after the commit"),
  /** It is written down that the message leaves, and it has not left. */
  SENDING("before it is sent"),
  /** The other side has acted on it; its answer has not arrived. */
  SENT("sent, before the answer is read"),
  /** The answer is read, and nothing is written of it. */
  ANSWERED("after the answer"),
  /** What follows from the answer is written, and not committed. */
  RECORDING("before the answer is recorded"),
  /** That is committed. */
  RECORDED("after it is recorded"),
  /** The receiver has written what it decided, and has not committed. */
  DECIDING("before the commit"),
  /** The receiver has committed, and not answered. */
  DECIDED("after the commit, before it answers");

  private final String words;

  Point(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** The name that a process calls it by. */
  public String of(MessageKind kind) {
    return kind + "." + this;
  }
}
