package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;

/** What an {@link OcmInvite} declares. Optional fields may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type != 'Issue' || has(self.issue)",
    message = "type Issue needs issue: write how long the token is good, such as issue: {expiresAfter: 720h}")
@ValidationRule(
    value = "self.type != 'Accept' || !has(self.issue)",
    message = "leave out issue with type Accept: the inviter decides how long and how often the token is good")
public record OcmInviteSpec(
    @JsonPropertyDescription(
            "The OcmTrust, in the same namespace, that names the peer. Cannot be changed.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) LocalReference trustRef,
    @JsonPropertyDescription(
            "Issue: our user invites somebody at the peer. Accept: our user accepts an invitation of the peer. Cannot"
                + " be changed.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) InviteType type,
    @JsonPropertyDescription(
            "Our user, by the stable id that the gateway knows, not the login. Cannot be changed.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) @ValidationRule(value = Rules.USER, message = Rules.USER_MESSAGE) String user,
    @JsonPropertyDescription(
            "Where the token is. Issue: a Secret that exists is used as it is, one that does not is created, with the"
                + " keys token, invite and link. Accept: the Secret holds what the inviter handed over, as any of"
                + " these three. Both sides may keep the same token in Git, sealed for each, and apply in any"
                + " order.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) SecretKeyReference tokenSecretRef,
    @JsonPropertyDescription("With type Issue only: how long and how often the token is good.")
        Issue issue) {

  /** Terms of an issued invitation; one of the two times is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "has(self.expiresAfter) || has(self.expiresAt)",
      message = "write one of expiresAfter, such as 720h, and expiresAt, such as 2027-01-31T12:00:00Z")
  @ValidationRule(
      value = "!has(self.expiresAfter) || !has(self.expiresAt)",
      message = "write only one of expiresAfter and expiresAt, and leave out the other")
  public record Issue(
      @JsonPropertyDescription(
              "How long the token can be accepted, from the creation of this object: hours, minutes and seconds, such"
                  + " as 720h. Either this or expiresAt.")
          @Size(min = 2, max = 28)
          @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE) @ValidationRule(value = Rules.LONGER_THAN_ZERO, message = Rules.LONGER_THAN_ZERO_MESSAGE) WireDuration expiresAfter,
      @JsonPropertyDescription(
              "Until when the token can be accepted, such as 2027-01-31T12:00:00Z. Either this or expiresAfter.")
          @Size(max = 40)
          @ValidationRule(value = Rules.TIME, message = Rules.TIME_MESSAGE) Instant expiresAt,
      @JsonPropertyDescription(
              "How many different remote users may accept; 0 is without bound. The same user is always welcome again.")
          @Default("1")
          @Min(0)
          @Max(10000)
          Integer maxAcceptances) {}
}
