package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What an {@link OcmTrust} declares. Optional fields may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmTrustSpec(
    @JsonPropertyDescription(
            "The OcmInstance, in the same namespace, that trusts the peer. Cannot be changed.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) LocalReference instanceRef,
    @JsonPropertyDescription(
            "The OCM provider of the peer: a host name in lower case, with a port unless it is 443, such as"
                + " cloud-b.example.org. Nothing is sent to, or taken from, a domain without a trust. Cannot be"
                + " changed.")
        @Required
        @Size(min = 1, max = 259)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) @ValidationRule(value = Rules.DOMAIN, message = Rules.DOMAIN_MESSAGE) @ValidationRule(value = Rules.PORT, message = Rules.PORT_MESSAGE) String domain,
    @JsonPropertyDescription(
            "Where the CA certificates are that sign the peer's TLS certificate. If not given, the usual public CAs"
                + " are trusted.")
        CaCertificateReference caCertificateRef,
    @JsonPropertyDescription(
            "Whether messages of the peer must be signed (RFC 9421). Required: unsigned ones are refused. Preferred:"
                + " unsigned ones are taken, but only from a peer that does not advertise http-sig.")
        @Default("Required")
        SignaturePolicy signatures,
    @JsonPropertyDescription(
            "Which way invitations may go, seen from us: Outgoing, our users may invite; Incoming, our users may"
                + " accept; Both; None.")
        @Default("Both")
        Direction invites,
    @JsonPropertyDescription(
            "Which way shares may go, seen from us: Outgoing, our users may share; Incoming, our users may receive;"
                + " Both; None.")
        @Default("Both")
        Direction shares,
    @JsonPropertyDescription(
            "The most that shares may grant, either way: any of read, write, share. A share that asks for more is"
                + " stalled with the reason ExceedsTrust.")
        @Default("[\"read\"]")
        @Size(min = 1, max = 3)
        @ValidationRule(value = Rules.PERMISSIONS, message = Rules.PERMISSIONS_MESSAGE)
        List<Permission> permissions,
    @JsonPropertyDescription(
            "The longest that a share may last, from its creation, and how long one lasts that does not say:"
                + " hours, minutes and seconds, such as 8760h or 1h30m.")
        @Default("8760h")
        @Size(min = 2, max = 28)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE) @ValidationRule(value = Rules.LONGER_THAN_ZERO, message = Rules.LONGER_THAN_ZERO_MESSAGE) WireDuration maxShareDuration,
    @JsonPropertyDescription(
            "What becomes of connections and shares when this object is deleted. The domain is refused in any case."
                + " Retain: they sleep, and return with the trust. Revoke: they are removed, and the peer is told.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

  public OcmTrustSpec {
    permissions = Lists.orEmpty(permissions);
  }
}
