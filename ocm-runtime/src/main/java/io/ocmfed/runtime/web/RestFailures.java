package io.ocmfed.runtime.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.ocmfed.runtime.settings.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures of Jakarta REST resources, in the form of their face. */
@Singleton
public final class RestFailures {

  private final PublicFaces faces;
  private final InstantSource clock;

  @Inject
  public RestFailures(PublicFaces faces, InstantSource clock) {
    this.faces = faces;
    this.clock = clock;
  }

  @ServerExceptionMapper
  public Response failure(FailureException thrown, UriInfo uri) {
    return response(thrown, uri);
  }

  @ServerExceptionMapper
  public Response http(WebApplicationException thrown, UriInfo uri) {
    return response(thrown, uri);
  }

  @ServerExceptionMapper
  public Response json(JsonProcessingException thrown, UriInfo uri) {
    return response(thrown, uri);
  }

  /** Said by itself, because Quarkus has a mapper for just this one. */
  @ServerExceptionMapper
  public Response misfit(MismatchedInputException thrown, UriInfo uri) {
    return response(thrown, uri);
  }

  @ServerExceptionMapper
  public Response anything(Exception thrown, UriInfo uri) {
    return response(thrown, uri);
  }

  private Response response(Exception thrown, UriInfo uri) {
    String path = uri.getPath().startsWith("/") ? uri.getPath() : "/" + uri.getPath();
    String origin = PublicFaces.servedBy(path).map(Role::word).orElse("ocm");
    Failure failure = Failures.of(thrown, origin);
    AnswerLog.failed(failure);
    int status =
        thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 500
            ? web.getResponse().getStatus()
            : failure.code().status();
    Response.ResponseBuilder response =
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(faces.body(path, failure));
    Retry.after(failure, clock.instant())
        .ifPresent(seconds -> response.header("Retry-After", seconds));
    if (status == 401 && path.startsWith("/graph")) {
      response.header("WWW-Authenticate", "Basic realm=\"ocmfed\", charset=\"UTF-8\"");
    }
    return response.build();
  }
}
