package io.ocmfed.runtime.share;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.OutgoingShare;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /shares} as we send it, in the form that the peer understands (OCM-API 1.4 "Share
 * Creation Notification"; ocm-protocol.md 3.1, 12.9-12.11).
 */
final class ShareMessage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private final String ownDomain;
  private final URI publicBase;

  ShareMessage(String ownDomain, URI publicBase) {
    this.ownDomain = ownDomain;
    this.publicBase = publicBase;
  }

  byte[] of(OutgoingShare share, String secret, Peer peer) {
    boolean multi = understandsMulti(peer);
    String owner = share.localUser() + "@" + ownDomain;
    String name = share.ownerName() == null ? share.localUser() : share.ownerName();
    ObjectNode message =
        JSON.createObjectNode()
            .put("shareWith", share.remoteUser() + "@" + share.domain())
            .put("name", share.name())
            .put("providerId", share.id())
            .put("owner", owner)
            .put("ownerDisplayName", name)
            .put("sender", owner)
            .put("senderDisplayName", name)
            .put("shareType", "user")
            // Legacy servers know nothing but files, and find out by themselves.
            .put("resourceType", multi && share.folder() ? "folder" : "file");
    if (share.expiresAt() != null) {
      message.put("expiration", share.expiresAt().getEpochSecond());
    }
    if (peer.ocmfed()) {
      message.put("acceptanceId", share.acceptanceId());
      message.put("size", share.size());
    }
    ObjectNode protocol = message.putObject("protocol");
    if (multi) {
      webdav(protocol.put("name", "multi").putObject("webdav"), share, secret, peer);
    } else {
      protocol
          .put("name", "webdav")
          .putObject("options")
          .put("sharedSecret", secret)
          .put("permissions", "{http://open-cloud-mesh.org/ns}share-permissions");
    }
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void webdav(ObjectNode webdav, OutgoingShare share, String secret, Peer peer) {
    String uri = publicBase + "/dav/ocm/" + share.id();
    webdav.put("uri", uri).put("sharedSecret", secret);
    if (!peer.ocmfed() && !peer.signs()) {
      // oCIS reads the address from another field.
      webdav.put("url", uri);
    }
    share.permissions().forEach(webdav.withArray("/permissions")::add);
  }

  /** Servers without the capability that are known to want the new form are those of reva. */
  static boolean understandsMulti(Peer peer) {
    Matcher version = VERSION.matcher(peer.apiVersion());
    boolean recent =
        version.matches()
            && (Integer.parseInt(version.group(1)) > 1 || Integer.parseInt(version.group(2)) >= 2);
    boolean reva = peer.webdavPath().filter(path -> path.contains("/dav/ocm")).isPresent();
    return peer.ocmfed() || peer.capabilities().contains("protocol-object") || recent || reva;
  }
}
