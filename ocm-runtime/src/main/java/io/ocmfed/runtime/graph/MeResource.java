package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.settings.Settings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Who I am, what was shared with me, and what I shared. */
@Path("/graph")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@LoggedIn
public class MeResource {

  private final Caller caller;
  private final OcmClient ocm;
  private final SharedItems items;

  @Inject
  public MeResource(Caller caller, OcmClient ocm, Settings settings) {
    this.caller = caller;
    this.ocm = ocm;
    this.items = new SharedItems(settings.publicBase());
  }

  @GET
  @Path("v1.0/me")
  public GraphTypes.User me() {
    GatewayClient.User user = caller.user();
    return new GraphTypes.User(
        user.id(), user.displayName(), user.mail(), user.login(), "Member", List.of());
  }

  /** Every share that the store knows, also those whose peer does not answer. */
  @GET
  @Path("v1beta1/me/drive/sharedWithMe")
  public GraphTypes.Listing<GraphTypes.DriveItem> sharedWithMe() {
    return new GraphTypes.Listing<>(
        ocm.received(caller.id()).stream()
            .filter(SharedItems::stands)
            .map(share -> items.received(share, caller.user()))
            .toList());
  }

  @GET
  @Path("v1beta1/me/drive/sharedByMe")
  public GraphTypes.Listing<GraphTypes.DriveItem> sharedByMe() {
    return new GraphTypes.Listing<>(
        ocm.sent(caller.id()).stream()
            .filter(SharedItems::stands)
            .map(share -> items.sent(share, caller.user()))
            .toList());
  }
}
