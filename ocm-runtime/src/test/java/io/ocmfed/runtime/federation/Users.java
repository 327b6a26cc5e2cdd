package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocmfed.runtime.federation.Site.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do at a site, by its Graph. */
record Users(Site site) {

  private static final String ME = "/graph/v1beta1/me/ocm";

  /** An invitation by a user, as a string. */
  String invite(String user) {
    Answer made = site.call(user, "POST", ME + "/invitations", Map.of());
    assertThat(made.status()).as("inviting: %s", made).isEqualTo(201);
    return made.body().path("invite").asText();
  }

  Answer accept(String user, String invite) {
    return site.call(user, "POST", ME + "/invitations/accept", Map.of("invitation", invite));
  }

  /** As it was pasted without its server. */
  Answer accept(String user, String token, String domain) {
    return site.call(
        user, "POST", ME + "/invitations/accept", Map.of("invitation", token, "domain", domain));
  }

  /** Id of the connection with somebody; empty when there is none. */
  Optional<String> connection(String user, String remote) {
    Answer listed = site.call(user, "GET", ME + "/connections", null);
    for (JsonNode one : listed.body().path("value")) {
      if (one.toString().contains('"' + remote + '"')) {
        return Optional.of(one.path("id").asText());
      }
    }
    return Optional.empty();
  }

  Answer disconnect(String user, String connection) {
    return site.call(user, "DELETE", ME + "/connections/" + connection, null);
  }

  Answer share(String user, String remote) {
    return site.call(
        user,
        "POST",
        "/graph/v1beta1/drives/" + user + "/items/root/invite",
        Map.of("path", "/report.txt", "recipients", List.of(Map.of("objectId", remote))));
  }

  Answer unshare(String user, String share) {
    return site.call(
        user, "DELETE", "/graph/v1beta1/drives/" + user + "/items/root/permissions/" + share, null);
  }

  /** Reads what a user has received, as that user; the status. */
  int read(String user, String share) {
    return site.call(user, "GET", "/dav/shares/" + share, null).status();
  }
}
