package io.ocmfed.runtime.peer;

import java.util.List;
import java.util.Map;

/** Checks the RFC 9421 signature of inbound OCM messages. */
public interface SignatureVerifier {

  /** The sender of a message; looks keys up at the peer when they are not cached. */
  Sender verify(Message message);

  /**
   * A received request.
   *
   * @param targetUri the public URI it was sent to, built from our public URL and the raw path and
   *     query
   * @param headers lower-case names, values in order
   */
  record Message(String method, String targetUri, Map<String, List<String>> headers, byte[] body) {}
}
