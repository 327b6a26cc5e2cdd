package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A key of a Secret in the same namespace; the Secret must be of one of our {@link SecretTypes}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeyReference(
    @JsonPropertyDescription(
            "Name of the Secret, in the same namespace. Its type must be ocmfed.io/invite-token; others are not read.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE) String name,
    @JsonPropertyDescription(
            "Key in the Secret: token (the bare token), invite (the OCM invite string) or link.")
        @Default("token")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.KEY, message = Rules.KEY_MESSAGE) String key) {}
