package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;

/**
 * Where the comparison with a peer stands.
 *
 * @param nextAt when it is due
 * @param resumeAt where an unfinished one goes on; 0 is from the beginning
 * @param failures in a row
 * @param comparedAt end of the last one, whatever it came to; null before the first
 * @param outcome of the last one, as a word; null before the first
 * @param failure why the last one failed; null when it did not
 * @param ownDigest of what we held when the last complete one was done; null before
 * @param peerDigest of what the peer held then
 * @param requested the last demand that was heard; null when none was
 */
public record ComparisonRecord(
    String domain,
    Instant nextAt,
    int resumeAt,
    int failures,
    Instant comparedAt,
    String outcome,
    Failure failure,
    String ownDigest,
    String peerDigest,
    String requested) {

  /** Of a peer that was never compared with. */
  public static ComparisonRecord none(String domain) {
    return new ComparisonRecord(domain, Instant.EPOCH, 0, 0, null, null, null, null, null, null);
  }

  /** Whether the last complete one ended with just these digests. */
  public boolean sawBoth(String own, String peer) {
    return own.equals(ownDigest) && peer.equals(peerDigest);
  }
}
