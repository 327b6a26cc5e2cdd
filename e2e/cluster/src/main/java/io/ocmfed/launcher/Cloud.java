package io.ocmfed.launcher;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;

/**
 * An installation that is there: where it is and who lives in it.
 *
 * @param name the release's name
 * @param namespace where its pods are
 * @param domain its OCM provider, {@code host:port}
 * @param users its users with their passwords
 */
public record Cloud(String name, String namespace, String domain, List<DemoUser> users) {

  /** Base of what peers call; {@code /.well-known/ocm} lies below it. */
  @JsonProperty
  public URI ocm() {
    return URI.create("https://" + domain);
  }

  /** Base of the LibreGraph API. */
  @JsonProperty
  public URI graph() {
    return URI.create("https://" + domain + "/graph");
  }

  /** Base of WebDAV. */
  @JsonProperty
  public URI webdav() {
    return URI.create("https://" + domain + "/dav");
  }

  /**
   * Base of the admin API, at the addresses of the ocm pods under the name in their certificate.
   */
  @JsonProperty
  public URI admin() {
    return URI.create("https://ocm." + namespace + ".svc:9000/admin/v1");
  }

  /** The user of that id. */
  public DemoUser user(String id) {
    return users.stream()
        .filter(user -> user.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no user " + id + " in " + name));
  }

  /** How others write a user of this cloud: {@code alice@cloud-a.localhost:8443}. */
  public String federatedId(String userId) {
    return user(userId).id() + "@" + domain;
  }
}
