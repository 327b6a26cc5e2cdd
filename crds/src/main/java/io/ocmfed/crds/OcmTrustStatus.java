package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator says about an {@link OcmTrust}. Anything but lists may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmTrustStatus(
    @JsonPropertyDescription(StatusText.OBSERVED_GENERATION) @Min(0) Long observedGeneration,
    @JsonPropertyDescription(StatusText.LAST_HANDLED_RECONCILE_AT) @Size(max = 1024)
        String lastHandledReconcileAt,
    @JsonPropertyDescription("What the peer says of itself in its discovery document.") Peer peer,
    @JsonPropertyDescription("How many pairs of users are connected across this trust.") @Min(0)
        Integer connections,
    @JsonPropertyDescription(
            "Ready (Programmed and Discovered), Discovered, Programmed; for information Reachable, Mutual (the peer"
                + " trusts us) and DeliveryDelayed (something owed to the peer is older than a minute);"
                + " Reconciling, Stalled and Paused while True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions)
    implements OcmStatus {

  public OcmTrustStatus {
    conditions = Lists.orEmpty(conditions);
  }

  /** The discovery document of the peer, in short. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Peer(
      @JsonPropertyDescription("What the peer calls itself.") @Size(max = 256) String displayName,
      @JsonPropertyDescription("Version of Open Cloud Mesh that the peer speaks.") @Size(max = 32)
          String apiVersion,
      @JsonPropertyDescription("Base URL of the peer's OCM API.") @Size(max = 2048)
          String endPoint,
      @JsonPropertyDescription("What the peer can do, in the words of the OCM specification.")
          @JsonInclude(JsonInclude.Include.NON_EMPTY)
          @Size(max = 64)
          List<@Size(max = 128) String> capabilities,
      @JsonPropertyDescription("Ids of the keys that the peer signs with.")
          @JsonInclude(JsonInclude.Include.NON_EMPTY)
          @Size(max = 32)
          List<@Size(max = 512) String> keyIds) {

    public Peer {
      capabilities = Lists.orEmpty(capabilities);
      keyIds = Lists.orEmpty(keyIds);
    }
  }
}
