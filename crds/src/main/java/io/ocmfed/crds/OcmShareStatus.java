package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator says about an {@link OcmShare}. Anything but lists may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmShareStatus(
    @JsonPropertyDescription(StatusText.OBSERVED_GENERATION) @Min(0) Long observedGeneration,
    @JsonPropertyDescription(StatusText.LAST_HANDLED_RECONCILE_AT) @Size(max = 1024)
        String lastHandledReconcileAt,
    @JsonPropertyDescription(
            "Where the share stands, for people: Pending, Delivered, Accepted, Declined, Revoked, Expired or Failed."
                + " Programs look at the conditions.")
        SharePhase phase,
    @JsonPropertyDescription("Id of the share on the wire; it changes when the share is made anew.")
        @Size(max = 256)
        String shareId,
    @JsonPropertyDescription("What is shared: file or folder.") ResourceType resourceType,
    @JsonPropertyDescription("Name of the share as the recipient sees it.") @Size(max = 1024)
        String name,
    @JsonPropertyDescription("Size of the file in bytes, where known.") @Min(0) Long sizeBytes,
    @JsonPropertyDescription("What the share grants now: any of read, write, share.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = 3)
        List<Permission> permissions,
    @JsonPropertyDescription(
            "Ready (Outgoing: Delivered; Incoming: recorded as the spec asks), ConnectionFound, Delivered, Accepted;"
                + " Reconciling, Stalled and Paused while True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions)
    implements OcmStatus {

  public OcmShareStatus {
    permissions = Lists.orEmpty(permissions);
    conditions = Lists.orEmpty(conditions);
  }
}
