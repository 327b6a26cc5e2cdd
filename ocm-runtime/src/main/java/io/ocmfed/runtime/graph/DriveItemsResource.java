package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.rpc.FailureTrailer.Timestamps;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.share.v1.CreateShareRequest;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sharing an item, ending a share, and taking or declining one that was received. */
@Path("/graph/v1beta1/drives/{driveId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@LoggedIn
public class DriveItemsResource {

  private static final int MOST_RECIPIENTS = 20;

  private final Caller caller;
  private final OcmClient ocm;
  private final SharedItems items;

  @Inject
  public DriveItemsResource(Caller caller, OcmClient ocm, Settings settings) {
    this.caller = caller;
    this.ocm = ocm;
    this.items = new SharedItems(settings.publicBase());
  }

  /**
   * What to share with whom.
   *
   * @param path extension: the path, instead of an item id
   */
  public record Invite(
      List<Recipient> recipients, List<String> roles, Instant expirationDateTime, String path) {}

  /**
   * @param objectId {@code id@domain}
   */
  public record Recipient(String objectId) {}

  /** What to take: a share that was received. */
  public record Mount(Mounted remoteItem) {}

  /**
   * @param id of the share
   */
  public record Mounted(String id) {}

  @POST
  @Path("items/{itemId}/invite")
  public GraphTypes.Listing<GraphTypes.Permission> invite(
      @PathParam("driveId") String driveId, @PathParam("itemId") String itemId, Invite invite) {
    own(driveId);
    if (invite == null || invite.recipients() == null || invite.recipients().isEmpty()) {
      throw invalid("recipients is missing: name one by its objectId, user@domain.");
    }
    if (invite.recipients().size() > MOST_RECIPIENTS) {
      throw invalid("recipients may name at most " + MOST_RECIPIENTS + ".");
    }
    String path =
        invite.path() != null && !invite.path().isBlank() ? invite.path() : ItemIds.path(itemId);
    Set<String> permissions = permissions(invite.roles());
    List<GraphTypes.Permission> granted = new ArrayList<>();
    for (Recipient recipient : invite.recipients()) {
      CreateShareRequest.Builder request =
          CreateShareRequest.newBuilder()
              .setUserId(caller.id())
              .setResource(path)
              .setRemoteUser(remoteUser(recipient))
              .addAllPermissions(permissions);
      if (invite.expirationDateTime() != null) {
        request.setExpiresAt(Timestamps.of(invite.expirationDateTime()));
      }
      granted.add(items.permission(ocm.create(request.build())));
    }
    return new GraphTypes.Listing<>(granted);
  }

  /** Ends a share that the caller gave. */
  @DELETE
  @Path("items/{itemId}/permissions/{shareId}")
  public void revoke(@PathParam("driveId") String driveId, @PathParam("shareId") String shareId) {
    own(driveId);
    ocm.delete(caller.id(), shareId);
  }

  /** Declines a share that the caller received; the item id is the share's. */
  @DELETE
  @Path("items/{shareId}")
  public void decline(@PathParam("driveId") String driveId, @PathParam("shareId") String shareId) {
    own(driveId);
    ocm.delete(caller.id(), shareId);
  }

  /** Accepts a share that the caller received. */
  @POST
  @Path("root/children")
  public GraphTypes.DriveItem accept(@PathParam("driveId") String driveId, Mount mount) {
    own(driveId);
    if (mount == null || mount.remoteItem() == null || mount.remoteItem().id() == null) {
      throw invalid("remoteItem.id is missing: it is the id of the received share.");
    }
    return items.received(ocm.accept(caller.id(), mount.remoteItem().id()), caller.user());
  }

  private void own(String driveId) {
    if (!driveId.equals(caller.id())) {
      throw Failure.client(
              Code.RESOURCE_NOT_FOUND, "There is no such drive; yours is named by your user id.")
          .toException();
    }
  }

  private static Set<String> permissions(List<String> roles) {
    if (roles == null || roles.isEmpty()) {
      return Set.of("read");
    }
    Set<String> permissions = new LinkedHashSet<>();
    for (String role : roles) {
      List<String> known = SharedItems.permissions(role);
      if (known.isEmpty()) {
        throw invalid("roles has one that is not known here; use the viewer role.");
      }
      permissions.addAll(known);
    }
    return permissions;
  }

  private static String remoteUser(Recipient recipient) {
    String id = recipient == null ? null : recipient.objectId();
    if (id == null || id.lastIndexOf('@') < 1 || id.endsWith("@")) {
      throw invalid("recipients[].objectId must be user@domain.");
    }
    return id;
  }

  private static FailureException invalid(String sentence) {
    return Failure.client(Code.INVALID_REQUEST, sentence).toException();
  }
}
