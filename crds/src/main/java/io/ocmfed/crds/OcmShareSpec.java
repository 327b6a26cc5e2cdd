package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;

/** What an {@link OcmShare} declares. Optional fields may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.direction != 'Outgoing' || has(self.resource)",
    message = "direction Outgoing needs resource: write the path of a file or folder, such as /Projects/report.pdf")
@ValidationRule(
    value = "self.direction != 'Outgoing' || has(self.permissions)",
    message = "direction Outgoing needs permissions: write what the recipient may do, such as permissions: [read]")
@ValidationRule(
    value = "self.direction != 'Outgoing' || (!has(self.match) && !has(self.response))",
    message = "leave out match and response with direction Outgoing: they are for Incoming")
@ValidationRule(
    value = "self.direction != 'Incoming' || has(self.match)",
    message = "direction Incoming needs match: write which received share is meant, such as match: {name: report.pdf}")
@ValidationRule(
    value = "self.direction != 'Incoming' || has(self.response)",
    message = "direction Incoming needs response: write Accept or Decline")
@ValidationRule(
    value = "self.direction != 'Incoming' || (!has(self.resource) && !has(self.permissions) && !has(self.expiresAt))",
    message = "leave out resource, permissions and expiresAt with direction Incoming: the sender decides them")
public record OcmShareSpec(
    @JsonPropertyDescription(
            "The OcmTrust, in the same namespace, that names the peer. Cannot be changed.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) LocalReference trustRef,
    @JsonPropertyDescription(
            "Outgoing: our user shares with a remote user. Incoming: says what to do with a share that our user"
                + " receives. Cannot be changed.")
        @Default("Outgoing")
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) ShareDirection direction,
    @JsonPropertyDescription(
            "Our user, by the stable id that the gateway knows, not the login. Cannot be changed.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) @ValidationRule(value = Rules.USER, message = Rules.USER_MESSAGE) String localUser,
    @JsonPropertyDescription(
            "The user at the peer, such as bob@cloud-b.example.org. The two must be connected; until they are, the"
                + " share waits. Cannot be changed.")
        @Required
        @Size(min = 3, max = 512)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) @ValidationRule(value = Rules.REMOTE_USER, message = Rules.REMOTE_USER_MESSAGE) String remoteUser,
    @JsonPropertyDescription(
            "Outgoing only, required there: path of the file or folder among the local user's files, from the top,"
                + " such as /Projects/report.pdf. Cannot be changed.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE)
        @ValidationRule(
            value = "self.startsWith('/')",
            message = "write the path from the top, beginning with /, such as /Projects/report.pdf")
        @ValidationRule(
            value = "!self.matches('(^|/)[.][.]?(/|$)')",
            message = "write the path without . and .. as names, such as /Projects/report.pdf")
        @ValidationRule(
            value = "!self.contains('//') && !self.endsWith('/')",
            message = "write the path without empty names and without / at its end, such as /Projects")
        @ValidationRule(
            value = "!self.matches('[[:cntrl:]]')",
            message = "write the path without line breaks and other control characters")
        String resource,
    @JsonPropertyDescription(
            "Outgoing only, required there: what the recipient may do, any of read, write, share. A change is"
                + " delivered as a new share.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(min = 1, max = 3)
        @ValidationRule(value = Rules.PERMISSIONS, message = Rules.PERMISSIONS_MESSAGE)
        List<Permission> permissions,
    @JsonPropertyDescription(
            "Outgoing only: until when the recipient has access, such as 2027-01-31T12:00:00Z. If not given, as long"
                + " after creation as the trust's maxShareDuration. A change is delivered as a new share.")
        @Size(max = 40)
        @ValidationRule(value = Rules.TIME, message = Rules.TIME_MESSAGE) Instant expiresAt,
    @JsonPropertyDescription(
            "Incoming only, required there: which received share is meant. Cannot be changed.")
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) Match match,
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
          @ValidationRule(
              value = "self.matches('^[^/[:cntrl:]]+$')",
              message = "write the name alone, without folders and line breaks, such as report.pdf")
          String name) {}
}
