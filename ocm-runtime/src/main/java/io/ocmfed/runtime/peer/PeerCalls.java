package io.ocmfed.runtime.peer;

import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The only way out: HTTPS to trusted peers, signed (RFC 9421), no redirects, bounded in size and
 * time, never to addresses that the guard forbids. Calls block; use virtual threads.
 */
public interface PeerCalls {

  /** The path that stands for the peer's address for comparisons. */
  String COMPARE = "compare";

  /**
   * POSTs JSON to {@code <endPoint>/<path>} of the peer, signed, and returns whatever it answers.
   *
   * @param path {@code shares}, {@code notifications} or {@code invite-accepted}; or {@link
   *     #COMPARE}, for which the peer announces the address
   * @throws io.ocmfed.runtime.web.FailureException when there was no HTTP answer: PEER_UNTRUSTED,
   *     PEER_UNREACHABLE, PEER_INCOMPATIBLE
   */
  Answer post(String domain, String path, byte[] json);

  /**
   * A WebDAV request on a received share's resource, with the secret as bearer token.
   *
   * @param uri absolute; must be on a host of the peer
   * @param headers request headers such as Range or Depth
   */
  Stream webdav(
      String domain, String method, URI uri, String sharedSecret, Map<String, String> headers);

  /**
   * A complete answer.
   *
   * @param body at most 1 MiB
   * @param retryAfter from the header of that name
   */
  record Answer(int status, byte[] body, Optional<Instant> retryAfter) {
    public boolean success() {
      return status >= 200 && status < 300;
    }
  }

  /** An answer whose body is still to be read; close it. Header names are lower case. */
  record Stream(int status, Map<String, String> headers, InputStream body)
      implements AutoCloseable {
    @Override
    public void close() throws java.io.IOException {
      body.close();
    }
  }
}
