package io.ocmfed.runtime.graph;

import com.google.protobuf.Timestamp;
import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.rpc.FailureTrailer.Timestamps;
import io.ocmfed.runtime.share.v1.Share;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Shares as drive items. Pure. */
final class SharedItems {

  private static final String VIEWER = "b1e2218d-eef8-4d4c-b82d-0f1a1b48f3b5";
  private static final String EDITOR = "fb6c3e19-e378-47e5-b277-9732f9de6e21";
  private static final Set<String> OVER = Set.of("REVOKED", "DECLINED", "EXPIRED");

  private final URI publicBase;

  SharedItems(URI publicBase) {
    this.publicBase = publicBase;
  }

  /** Whether a share still stands: the others are history and no items. */
  static boolean stands(Share share) {
    return !OVER.contains(share.getState());
  }

  /** An item that somebody elsewhere shared with the user. */
  GraphTypes.DriveItem received(Share share, GatewayClient.User user) {
    GraphTypes.Shared shared =
        new GraphTypes.Shared(
            remote(share), instant(share.hasCreatedAt(), share.getCreatedAt()), "users");
    GraphTypes.Permission permission =
        new GraphTypes.Permission(
            share.getId(),
            roles(share),
            null,
            local(user),
            instant(share.hasCreatedAt(), share.getCreatedAt()),
            instant(share.hasExpiresAt(), share.getExpiresAt()),
            new GraphTypes.Invitation(remote(share)),
            null);
    GraphTypes.RemoteItem remoteItem =
        new GraphTypes.RemoteItem(
            share.getId(),
            share.getName(),
            size(share),
            file(share),
            folder(share),
            webDav(share),
            shared,
            List.of(permission));
    return new GraphTypes.DriveItem(
        share.getId(),
        share.getName(),
        size(share),
        file(share),
        folder(share),
        webDav(share),
        share.getState().equals("ACCEPTED"),
        new GraphTypes.ParentReference(user.id(), "virtual", null),
        shared,
        remoteItem,
        null,
        ocm(share));
  }

  /** An item of the user's with the permission that the share gives. */
  GraphTypes.DriveItem sent(Share share, GatewayClient.User user) {
    return new GraphTypes.DriveItem(
        ItemIds.of(share.getResource()),
        share.getName(),
        size(share),
        file(share),
        folder(share),
        null,
        null,
        new GraphTypes.ParentReference(user.id(), "personal", parent(share.getResource())),
        new GraphTypes.Shared(
            local(user), instant(share.hasCreatedAt(), share.getCreatedAt()), "users"),
        null,
        List.of(permission(share)),
        ocm(share));
  }

  /** The grant of a share that the user gave. */
  GraphTypes.Permission permission(Share share) {
    return new GraphTypes.Permission(
        share.getId(),
        roles(share),
        null,
        remote(share),
        instant(share.hasCreatedAt(), share.getCreatedAt()),
        instant(share.hasExpiresAt(), share.getExpiresAt()),
        null,
        ocm(share));
  }

  private String webDav(Share share) {
    return publicBase + "/dav/shares/" + share.getId();
  }

  private static GraphTypes.Ocm ocm(Share share) {
    return new GraphTypes.Ocm(
        share.getDisputed()
            ? "DISPUTED"
            : share.hasUnreachableSince() ? "UNREACHABLE" : share.getState(),
        instant(share.hasUnreachableSince(), share.getUnreachableSince()),
        share.getDomain());
  }

  private static GraphTypes.IdentitySet remote(Share share) {
    String name = share.getRemoteDisplayName();
    return new GraphTypes.IdentitySet(
        new GraphTypes.Identity(
            share.getRemoteUser(), name.isEmpty() ? share.getRemoteUser() : name, "Federated"));
  }

  private static GraphTypes.IdentitySet local(GatewayClient.User user) {
    return new GraphTypes.IdentitySet(
        new GraphTypes.Identity(user.id(), user.displayName(), "Member"));
  }

  private static List<String> roles(Share share) {
    return List.of(share.getPermissionsList().contains("write") ? EDITOR : VIEWER);
  }

  /** The permissions of the wire that a LibreGraph role stands for; empty when it is unknown. */
  static List<String> permissions(String role) {
    return switch (role) {
      case VIEWER, "viewer", "read" -> List.of("read");
      case EDITOR, "editor", "write" -> List.of("read", "write");
      default -> List.of();
    };
  }

  private static Long size(Share share) {
    return share.getFolder() ? null : share.getSize();
  }

  private static GraphTypes.FileFacet file(Share share) {
    return share.getFolder() ? null : new GraphTypes.FileFacet(null);
  }

  private static GraphTypes.Facet folder(Share share) {
    return share.getFolder() ? new GraphTypes.Facet() : null;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static Instant instant(boolean present, Timestamp timestamp) {
    return present ? Timestamps.instant(timestamp) : null;
  }
}
