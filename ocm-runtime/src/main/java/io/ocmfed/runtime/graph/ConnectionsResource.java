package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.rpc.FailureTrailer.Timestamps;
import io.ocmfed.runtime.share.v1.AcceptInvitationRequest;
import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.share.v1.CreateInvitationRequest;
import io.ocmfed.runtime.share.v1.Invitation;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/**
 * Connections with users elsewhere, and the invitations that make them. Extension of LibreGraph.
 */
@Path("/graph/v1beta1/me/ocm")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@LoggedIn
public class ConnectionsResource {

  private final Caller caller;
  private final OcmClient ocm;

  @Inject
  public ConnectionsResource(Caller caller, OcmClient ocm) {
    this.caller = caller;
    this.ocm = ocm;
  }

  /**
   * An invitation to make.
   *
   * @param validSeconds null for the default of 24 hours
   */
  public record NewInvitation(Long validSeconds, String description) {}

  /**
   * An invitation to accept.
   *
   * @param invitation a token, an invite string or a link
   * @param domain needed with a bare token
   */
  public record Acceptance(String invitation, String domain) {}

  @GET
  @Path("connections")
  public GraphTypes.Listing<GraphTypes.Connection> connections() {
    return new GraphTypes.Listing<>(
        ocm.connections(caller.id()).stream().map(ConnectionsResource::shown).toList());
  }

  @GET
  @Path("connections/{id}")
  public GraphTypes.Connection connection(@PathParam("id") String id) {
    return ocm.connections(caller.id()).stream()
        .filter(connection -> connection.getId().equals(id))
        .findFirst()
        .map(ConnectionsResource::shown)
        .orElseThrow(
            () ->
                Failure.client(Code.NOT_CONNECTED, "You have no connection with this id.")
                    .toException());
  }

  @DELETE
  @Path("connections/{id}")
  public void disconnect(@PathParam("id") String id) {
    ocm.disconnect(caller.id(), id);
  }

  @POST
  @Path("invitations")
  @ResponseStatus(201)
  public GraphTypes.ConnectionInvitation invite(NewInvitation wanted) {
    CreateInvitationRequest.Builder request =
        CreateInvitationRequest.newBuilder().setUserId(caller.id());
    if (wanted != null && wanted.validSeconds() != null) {
      if (wanted.validSeconds() < 0) {
        throw Failure.client(Code.INVALID_REQUEST, "validSeconds must not be negative.")
            .toException();
      }
      request.setValidSeconds(wanted.validSeconds());
    }
    if (wanted != null && wanted.description() != null) {
      request.setDescription(wanted.description());
    }
    Invitation made = ocm.invite(request.build());
    return new GraphTypes.ConnectionInvitation(
        made.getToken(),
        made.getInvite(),
        made.getLink(),
        made.hasExpiresAt() ? Timestamps.instant(made.getExpiresAt()) : null);
  }

  /** 200 with the connection; 202 when the inviter's server has not answered yet. */
  @POST
  @Path("invitations/accept")
  public RestResponse<GraphTypes.Connection> accept(Acceptance acceptance) {
    if (acceptance == null
        || acceptance.invitation() == null
        || acceptance.invitation().isBlank()) {
      throw Failure.client(
              Code.INVALID_REQUEST,
              "invitation is missing: give a token with its domain, an invite string or a link.")
          .toException();
    }
    Connection connection =
        ocm.acceptInvitation(
            AcceptInvitationRequest.newBuilder()
                .setUserId(caller.id())
                .setInvitation(acceptance.invitation().strip())
                .setDomain(acceptance.domain() == null ? "" : acceptance.domain().strip())
                .build());
    boolean pending = connection.getState().equals("PENDING");
    return RestResponse.status(pending ? Status.ACCEPTED : Status.OK, shown(connection));
  }

  private static GraphTypes.Connection shown(Connection connection) {
    Instant established =
        connection.hasEstablishedAt() ? Timestamps.instant(connection.getEstablishedAt()) : null;
    return new GraphTypes.Connection(
        connection.getId(),
        connection.getRemoteUser(),
        connection.getRemoteDisplayName(),
        connection.getRemoteMail(),
        connection.getDomain(),
        connection.getState(),
        established);
  }
}
