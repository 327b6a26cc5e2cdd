package io.ocmfed.runtime.peer;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a peer's discovery document says (OCM-API 1.4, "OCM API Discovery"), read leniently.
 *
 * @param domain the provider, {@code host[:port]}
 * @param displayName branding name; the domain when it has none
 * @param apiVersion as announced, never null
 * @param endPoint base of the OCM API, without trailing slash
 * @param capabilities lower case, without leading slash, {@code invite-accepted} mapped to {@code
 *     invites}
 * @param criteria as announced
 * @param webdavPath path prefix of resource type file, protocol webdav; may be relative or absolute
 * @param jwksUri where its keys are, if it signs
 * @param ocmfed true for a runtime of this kind (it announces the member {@code ocmfed})
 * @param compareUri where it answers comparisons, if it does
 */
public record Peer(
    String domain,
    String displayName,
    String apiVersion,
    URI endPoint,
    Set<String> capabilities,
    Set<String> criteria,
    Optional<String> webdavPath,
    Optional<URI> jwksUri,
    boolean ocmfed,
    Optional<URI> compareUri) {

  public boolean signs() {
    return capabilities.contains("http-sig");
  }
}
