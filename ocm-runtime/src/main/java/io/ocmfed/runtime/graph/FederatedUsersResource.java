package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Users elsewhere whom the caller is connected with; others are nobody's to list. */
@Path("/graph/v1.0/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@LoggedIn
public class FederatedUsersResource {

  private static final String FILTER = "usertypeeq'federated'";

  private final Caller caller;
  private final OcmClient ocm;

  @Inject
  public FederatedUsersResource(Caller caller, OcmClient ocm) {
    this.caller = caller;
    this.ocm = ocm;
  }

  @GET
  public GraphTypes.Listing<GraphTypes.User> users(
      @QueryParam("$filter") String filter, @QueryParam("$search") String search) {
    String compact = filter == null ? "" : filter.replace(" ", "").toLowerCase(Locale.ROOT);
    if (!compact.equals(FILTER)) {
      throw Failure.client(
              Code.UNSUPPORTED, "Only $filter=userType eq 'Federated' is supported here.")
          .toException();
    }
    String wanted = search == null ? "" : search.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    List<GraphTypes.User> found =
        ocm.connections(caller.id()).stream()
            .filter(connection -> connection.getState().equals("STANDING"))
            .filter(connection -> matches(connection, wanted))
            .map(FederatedUsersResource::user)
            .toList();
    return new GraphTypes.Listing<>(found);
  }

  private static boolean matches(Connection connection, String wanted) {
    return Stream.of(
            connection.getRemoteDisplayName(),
            connection.getRemoteUser(),
            connection.getRemoteMail())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static GraphTypes.User user(Connection connection) {
    int at = connection.getRemoteUser().lastIndexOf('@');
    return new GraphTypes.User(
        connection.getRemoteUser(),
        connection.getRemoteDisplayName(),
        connection.getRemoteMail(),
        null,
        "Federated",
        List.of(
            new GraphTypes.ObjectIdentity(
                connection.getDomain(),
                at < 0
                    ? connection.getRemoteUser()
                    : connection.getRemoteUser().substring(0, at))));
  }
}
