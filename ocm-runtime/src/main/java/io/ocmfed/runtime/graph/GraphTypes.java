package io.ocmfed.runtime.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/** The parts of LibreGraph that this face speaks, and the extension member {@code ocm}. */
final class GraphTypes {

  private GraphTypes() {}

  /** A collection. */
  record Listing<T>(List<T> value) {}

  /** A user; federated ones carry {@code identities}. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record User(
      String id,
      String displayName,
      String mail,
      String onPremisesSamAccountName,
      String userType,
      List<ObjectIdentity> identities) {}

  /** Who issued an identity. */
  record ObjectIdentity(String issuer, String issuerAssignedId) {}

  /** A user as others refer to it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Identity(
      String id, String displayName, @JsonProperty("@libre.graph.userType") String userType) {}

  record IdentitySet(Identity user) {}

  record Facet() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FileFacet(String mimeType) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shared(IdentitySet sharedBy, Instant sharedDateTime, String scope) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Invitation(IdentitySet invitedBy) {}

  /** A grant: of a received share, or one that the user gave. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Permission(
      String id,
      List<String> roles,
      @JsonProperty("@libre.graph.permissions.actions") List<String> actions,
      IdentitySet grantedToV2,
      Instant createdDateTime,
      Instant expirationDateTime,
      Invitation invitation,
      Ocm ocm) {}

  /** What LibreGraph has no word for: how a federated share or connection stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Ocm(String state, Instant unreachableSince, String domain) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RemoteItem(
      String id,
      String name,
      Long size,
      FileFacet file,
      Facet folder,
      String webDavUrl,
      Shared shared,
      List<Permission> permissions) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ParentReference(String driveId, String driveType, String path) {}

  /** A file or folder. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DriveItem(
      String id,
      String name,
      Long size,
      FileFacet file,
      Facet folder,
      String webDavUrl,
      @JsonProperty("@client.synchronize") Boolean clientSynchronize,
      ParentReference parentReference,
      Shared shared,
      RemoteItem remoteItem,
      List<Permission> permissions,
      Ocm ocm) {}

  /** A federated connection. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Connection(
      String id,
      String remoteUser,
      String displayName,
      String mail,
      String domain,
      String state,
      Instant establishedDateTime) {}

  /** An invitation to connect. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record ConnectionInvitation(
      String token, String invite, String link, Instant expirationDateTime) {}
}
