package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;

/** What a peer's refusal of a WebDAV request means for the user who asked. */
final class PeerAnswers {

  private PeerAnswers() {}

  /** The failure for an answer that is not what was asked for. */
  static Failure failure(String domain, int status) {
    return switch (status) {
      case 401, 403 ->
          failure(
              domain,
              Code.PEER_REFUSED,
              domain
                  + " answered "
                  + status
                  + ": it does not give the share to us any more. Ask the owner to share it again.");
      case 404 ->
          failure(
              domain,
              Code.RESOURCE_NOT_FOUND,
              domain + " has no such file or folder; its owner may have moved or deleted it.");
      case 410 ->
          failure(
              domain,
              Code.SHARE_ENDED,
              "The share was ended at " + domain + ". Ask the owner to share it again.");
      case 425, 429 ->
          failure(
              domain, Code.PEER_UNREACHABLE, domain + " is not ready yet; try again in a moment.");
      default ->
          status >= 500
              ? failure(
                  domain,
                  Code.PEER_UNREACHABLE,
                  domain + " answered " + status + "; it has a problem. Try again later.")
              : failure(
                  domain,
                  Code.PEER_INCOMPATIBLE,
                  domain + " answered " + status + ", which this server does not understand.");
    };
  }

  /** The peer's multistatus could not be read. */
  static Failure unreadable(String domain) {
    return failure(
        domain,
        Code.PEER_INCOMPATIBLE,
        domain + " answered a listing that cannot be read; its administrator must mend that.");
  }

  private static Failure failure(String domain, Code code, String sentence) {
    return Failure.of(code, "peer:" + domain, sentence);
  }
}
