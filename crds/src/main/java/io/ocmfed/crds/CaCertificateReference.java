package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the CA certificates of a peer are, in the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaCertificateReference(
    @JsonPropertyDescription(
            "ConfigMap or Secret. Certificates are public, so a ConfigMap is the usual place; a Secret must be of"
                + " type ocmfed.io/invite-token or ocmfed.io/admin-token, others are not read.")
        @Required
        CaCertificateSource kind,
    @JsonPropertyDescription("Name of the ConfigMap or Secret, in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE) String name,
    @JsonPropertyDescription("Key that holds the certificates, in PEM.")
        @Default("ca.crt")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.KEY, message = Rules.KEY_MESSAGE) String key) {}
