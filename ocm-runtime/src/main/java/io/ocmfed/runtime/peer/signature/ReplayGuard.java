package io.ocmfed.runtime.peer.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers signatures for as long as they are fresh, so that a message that somebody recorded is
 * not taken twice. Messages are delivered at least once, so a sender that tries again signs anew:
 * {@link MessageSigner} puts a nonce into each signature.
 *
 * <p>The memory is this process's own and bounded. Every message of the protocol may arrive twice
 * without harm, so what another replica has seen, or what was pushed out of a full memory, costs
 * nothing but work.
 */
public final class ReplayGuard {

  /** A signature may be from the future by as much as from the past. */
  private static final Duration KEEP = OcmSignature.FRESHNESS.multipliedBy(2);

  private final int capacity;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  public ReplayGuard(int capacity) {
    this.capacity = capacity;
  }

  /** Whether this signature is new; it is not any more after the call. */
  public synchronized boolean first(OcmSignature signature, Instant now) {
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now)) {
      oldest.remove();
    }
    String key =
        signature.keyId() + " " + Base64.getEncoder().encodeToString(signature.replayKey());
    if (seen.putIfAbsent(key, now.plus(KEEP)) != null) {
      return false;
    }
    if (seen.size() > capacity) {
      seen.remove(seen.keySet().iterator().next());
    }
    return true;
  }
}
