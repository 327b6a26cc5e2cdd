package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator says about an {@link OcmInstance}. Anything but lists may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmInstanceStatus(
    @JsonPropertyDescription(StatusText.OBSERVED_GENERATION) @Min(0) Long observedGeneration,
    @JsonPropertyDescription(StatusText.LAST_HANDLED_RECONCILE_AT) @Size(max = 1024)
        String lastHandledReconcileAt,
    @JsonPropertyDescription("The gateway as last seen.") Gateway gateway,
    @JsonPropertyDescription("The runtimes as last seen, in the order of the spec.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = 16)
        List<Runtime> runtimes,
    @JsonPropertyDescription(
            "Runtime pods, buckets and workloads that are current with the endpoint table, of all, such as 2/2.")
        @Size(max = 32)
        String inSync,
    @JsonPropertyDescription("What is known of the shares that nobody declared.")
        MirrorShares mirrorShares,
    @JsonPropertyDescription(
            "Ready (a gateway is ready and all runtime pods are in sync), GatewayAvailable, EndpointsInSync,"
                + " RuntimesReachable; Reconciling, Stalled and Paused while True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions)
    implements OcmStatus {

  public OcmInstanceStatus {
    runtimes = Lists.orEmpty(runtimes);
    conditions = Lists.orEmpty(conditions);
  }

  /** The gateway pods that runtimes are told of. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Gateway(
      @JsonPropertyDescription("How many gateway pods are ready.") @Min(0) Integer ready,
      @JsonPropertyDescription(
              "Fence of the current endpoint table, term.sequence, such as 7.1042; it rises with every change.")
          @Size(max = 64)
          String revision,
      @JsonPropertyDescription("The current endpoint table; the first 100 endpoints.")
          @JsonInclude(JsonInclude.Include.NON_EMPTY)
          @Size(max = 100)
          List<Endpoint> endpoints) {

    public Gateway {
      endpoints = Lists.orEmpty(endpoints);
    }
  }

  /** Where one gateway pod is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(
      @JsonPropertyDescription("IP address of the pod.") @Required @Size(max = 64) String host,
      @JsonPropertyDescription("Port for gRPC.") @Min(1) Integer port,
      @JsonPropertyDescription("Name of the pod.") @Size(max = 253) String pod,
      @JsonPropertyDescription("Zone of the pod's node, where known.") @Size(max = 63)
          String zone) {}

  /** How far one runtime is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Runtime(
      @JsonPropertyDescription("Name of the runtime, as in the spec.") @Required @Size(max = 63)
          String name,
      @JsonPropertyDescription(
              "How many pods it has; with another delivery than Push 1, for the bucket or the workload.")
          @Min(0)
          Integer pods,
      @JsonPropertyDescription("How many of them have the current endpoint table.") @Min(0)
          Integer inSync,
      @JsonPropertyDescription("What is wrong with those that have not; absent when all is well.")
          @Size(max = 1024)
          String message) {}

  /** What the limit of mirrors hides. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MirrorShares(
      @JsonPropertyDescription(
              "How many shares are not shown as objects because of spec.mirrorShares.limit.")
          @Min(0)
          Integer notShown) {}
}
