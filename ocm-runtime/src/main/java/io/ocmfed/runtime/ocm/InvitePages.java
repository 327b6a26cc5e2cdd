package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.settings.Settings;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * Pages that show an invitation to a person: what to copy, and where to paste it. They change
 * nothing and need no login; the token is only in the answer.
 */
@Singleton
@Path("/ocm")
@Produces(MediaType.TEXT_HTML)
public final class InvitePages {

  private final Template page;
  private final Settings settings;

  @Inject
  InvitePages(@Location("invite.html") Template page, Settings settings) {
    this.page = page;
    this.settings = settings;
  }

  /** The link of an invitation of ours. */
  @GET
  @Path("invite")
  @RunOnVirtualThread
  public Response invite(@QueryParam("token") String token) {
    return show(token, settings.domain(), false);
  }

  /** Where other servers send a person who chose us ({@code inviteAcceptDialog}). */
  @GET
  @Path("accept-invite")
  @RunOnVirtualThread
  public Response accept(
      @QueryParam("token") String token, @QueryParam("providerDomain") String domain) {
    return show(token, domain, true);
  }

  private Response show(String token, String domain, boolean here) {
    Optional<InviteString> invite =
        token == null || domain == null
            ? Optional.empty()
            : InviteString.parse(token + "@" + domain);
    String text =
        invite.map(one -> InviteString.of(one.token(), one.domain().orElse(domain))).orElse("");
    String from = invite.flatMap(InviteString::domain).orElse("");
    return Response.status(invite.isPresent() ? 200 : 400)
        .entity(
            page.data("name", settings.shownName())
                .data("invite", text)
                .data("from", from)
                .data("here", here)
                .render())
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .build();
  }
}
