package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;

/** What an {@link OcmShare} declares. Optional fields may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmShareSpec(
    @JsonPropertyDescription(
            "The OcmTrust, in the same namespace, that names the peer. Cannot be changed.")
        @Required
        LocalReference trustRef,
    @JsonPropertyDescription(
            "Outgoing: our user shares with a remote user. Incoming: says what to do with a share that our user"
                + " receives. Cannot be changed.")
        @Default("Outgoing")
        ShareDirection direction,
    @JsonPropertyDescription(
            "Our user, by the stable id that the gateway knows, not the login. Cannot be changed.")
        @Required
        @Size(min = 1, max = 255)
        String localUser,
    @JsonPropertyDescription(
            "The user at the peer, such as bob@cloud-b.example.org. The two must be connected; until they are, the"
                + " share waits. Cannot be changed.")
        @Required
        @Size(min = 3, max = 512)
        String remoteUser,
    @JsonPropertyDescription(
            "Outgoing only, required there: path of the file or folder among the local user's files, from the top,"
                + " such as /Projects/report.pdf. Cannot be changed.")
        @Size(min = 1, max = 2048)
        String resource,
    @JsonPropertyDescription(
            "Outgoing only, required there: what the recipient may do, any of read, write, share. A change is"
                + " delivered as a new share.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(min = 1, max = 3)
        List<Permission> permissions,
    @JsonPropertyDescription(
            "Outgoing only: until when the recipient has access, such as 2027-01-31T12:00:00Z. If not given, as long"
                + " after creation as the trust's maxShareDuration. A change is delivered as a new share.")
        @Size(max = 40)
        Instant expiresAt,
    @JsonPropertyDescription(
            "Incoming only, required there: which received share is meant. Cannot be changed.")
        Match match,
    @JsonPropertyDescription(
            "Incoming only, required there: Accept takes the share, Decline refuses it.")
        ShareResponse response) {

  public OcmShareSpec {
    permissions = Lists.orEmpty(permissions);
  }

  /** Which received share of the two users is meant. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Match(
      @JsonPropertyDescription(
              "Name of the share as the sender gave it, such as report.pdf. Of several, the oldest that no other object"
                  + " has matched.")
          @Required
          @Size(min = 1, max = 255)
          String name) {}
}
