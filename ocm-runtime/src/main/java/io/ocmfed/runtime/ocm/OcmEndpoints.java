package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.SignatureVerifier;
import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import io.ocmfed.runtime.settings.Settings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The OCM API for peers (OCM-API 1.4), with and without a trailing slash, whatever content type the
 * peer gives its JSON.
 */
@Singleton
@Path("/ocm")
@Produces(MediaType.APPLICATION_JSON)
public final class OcmEndpoints {

  private final OcmInbox inbox;
  private final SignatureVerifier verifier;
  private final Settings settings;

  @Inject
  OcmEndpoints(OcmRole role, SignatureVerifier verifier, Settings settings) {
    this.inbox = role.inbox();
    this.verifier = verifier;
    this.settings = settings;
  }

  @POST
  @Path("{slash: shares/?}")
  @Consumes(MediaType.WILDCARD)
  @RunOnVirtualThread
  public Response shares(byte[] body, @Context HttpServerRequest request) {
    return receive("shares", body, request);
  }

  @POST
  @Path("{slash: notifications/?}")
  @Consumes(MediaType.WILDCARD)
  @RunOnVirtualThread
  public Response notifications(byte[] body, @Context HttpServerRequest request) {
    return receive("notifications", body, request);
  }

  @POST
  @Path("{slash: invite-accepted/?}")
  @Consumes(MediaType.WILDCARD)
  @RunOnVirtualThread
  public Response inviteAccepted(byte[] body, @Context HttpServerRequest request) {
    return receive("invite-accepted", body, request);
  }

  @POST
  @Path("{slash: compare/?}")
  @Consumes(MediaType.WILDCARD)
  @RunOnVirtualThread
  public Response compare(byte[] body, @Context HttpServerRequest request) {
    return receive("compare", body, request);
  }

  private Response receive(String path, byte[] body, HttpServerRequest request) {
    byte[] json = body == null ? new byte[0] : body;
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .names()
        .forEach(
            name -> headers.put(name.toLowerCase(Locale.ROOT), request.headers().getAll(name)));
    Sender sender =
        verifier.verify(
            new Message(
                request.method().name(), settings.publicBase() + request.uri(), headers, json));
    Reply reply = inbox.receive(path, json, sender);
    Response.ResponseBuilder response = Response.status(reply.status()).entity(reply.body());
    if (reply.retryAfter() != null) {
      response.header("Retry-After", reply.retryAfter().toSeconds());
    }
    return response.build();
  }
}
