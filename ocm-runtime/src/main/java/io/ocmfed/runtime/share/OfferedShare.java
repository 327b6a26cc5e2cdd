package io.ocmfed.runtime.share;

import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.inbound.Fields;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code POST /shares} as it was received, whatever server wrote it (ocm-protocol.md 3.1, 12).
 *
 * @param uri as sent: absolute, relative, or empty for the peer's whole WebDAV prefix
 * @param expiresAt null is never
 * @param acceptanceId our extension; empty from servers of other kinds
 */
record OfferedShare(
    String shareWith,
    String name,
    String providerId,
    String owner,
    String sender,
    String senderName,
    String shareType,
    String resourceType,
    Instant expiresAt,
    Optional<String> acceptanceId,
    long size,
    String uri,
    String secret,
    Set<String> permissions,
    Set<String> requirements) {

  /**
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST that names the field,
   *     UNSUPPORTED when there is no protocol for us in it
   */
  static OfferedShare read(byte[] json) {
    Fields fields = Fields.of(json);
    String owner = fields.key("owner", "sharedBy", "sender");
    String sender =
        fields.text("sender", "sharedBy").isPresent() ? fields.key("sender", "sharedBy") : owner;
    Fields protocol = fields.object("protocol");
    Fields webdav = protocol.object("webdav");
    Fields options = protocol.object("options");
    if (webdav.text("sharedSecret").isEmpty() && options.text("sharedSecret").isEmpty()) {
      throw noProtocol(fields, protocol).toException();
    }
    boolean legacy = webdav.text("sharedSecret").isEmpty();
    Set<String> permissions = new TreeSet<>(webdav.words("permissions"));
    permissions.retainAll(Set.of("read", "write", "share"));
    return new OfferedShare(
        fields.key("shareWith"),
        fields.required("name"),
        fields.key("providerId"),
        owner,
        sender,
        fields
            .text("senderDisplayName", "ownerDisplayName", "sharedByDisplayName")
            .orElse(Domains.userOf(sender)),
        fields.text("shareType").orElse("user"),
        fields.required("resourceType"),
        fields.time("expiration"),
        fields.text("acceptanceId"),
        Math.max(0, fields.number("size")),
        legacy ? "" : webdav.text("uri", "url").orElse(""),
        (legacy ? options : webdav).required("sharedSecret"),
        legacy || permissions.isEmpty() ? Set.of("read") : permissions,
        webdav.words("requirements"));
  }

  private static Failure noProtocol(Fields fields, Fields protocol) {
    if (!fields.has("protocol") || protocol.has("webdav") || protocol.has("options")) {
      return Failure.client(Code.INVALID_REQUEST, "Field protocol.webdav.sharedSecret is missing.");
    }
    return Failure.client(Code.UNSUPPORTED, "Only protocol webdav is supported here.");
  }

  /** Tells a repetition from another share under the same key. */
  String fingerprint() {
    return Sha256.hex(
        String.join(
            "\n",
            shareWith,
            name,
            owner,
            sender,
            resourceType,
            String.valueOf(expiresAt),
            acceptanceId.orElse(""),
            uri,
            Sha256.hex(secret),
            String.join(",", new TreeSet<>(permissions))));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OfferedShare[" + providerId + " from " + sender + "]";
  }
}
