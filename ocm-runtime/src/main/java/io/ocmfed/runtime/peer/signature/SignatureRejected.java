package io.ocmfed.runtime.peer.signature;

/** A check of a signature failed. The message is a sentence for the sender's administrator. */
public final class SignatureRejected extends Exception {

  public SignatureRejected(String sentence) {
    super(sentence, null, false, false);
  }
}
