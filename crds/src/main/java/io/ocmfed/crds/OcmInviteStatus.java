package io.ocmfed.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;

/** What the operator says about an {@link OcmInvite}. Anything but lists may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmInviteStatus(
    @JsonPropertyDescription(StatusText.OBSERVED_GENERATION) @Min(0) Long observedGeneration,
    @JsonPropertyDescription(StatusText.LAST_HANDLED_RECONCILE_AT) @Size(max = 1024)
        String lastHandledReconcileAt,
    @JsonPropertyDescription(
            "Where the invitation stands, for people: Pending, Offered, Connected, Disconnected, Expired or Failed."
                + " Programs look at the conditions.")
        InvitePhase phase,
    @JsonPropertyDescription("Until when the token can be accepted.") @Size(max = 40)
        Instant expiresAt,
    @JsonPropertyDescription(
            "The connections that follow from this invitation: standing ones first, then the newest; the first 100.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = 100)
        List<Connection> connections,
    @JsonPropertyDescription(
            "Ready (Issue: Offered or Connected; Accept: Connected), Offered or Accepted, Connected; Reconciling,"
                + " Stalled and Paused while True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions)
    implements OcmStatus {

  public OcmInviteStatus {
    connections = Lists.orEmpty(connections);
    conditions = Lists.orEmpty(conditions);
  }

  /** One use of the invitation by one remote user. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Connection(
      @JsonPropertyDescription("Id of the acceptance; the same on both sides.")
          @Required
          @Size(max = 64)
          String id,
      @JsonPropertyDescription("The user at the peer, such as bob@cloud-b.example.org.")
          @Size(max = 512)
          String remoteUser,
      @JsonPropertyDescription("Since when the two are, or were, connected.") @Size(max = 40)
          Instant establishedAt,
      @JsonPropertyDescription("Who ended the connection: Local or Peer; absent while it stands.")
          RemovedBy removedBy) {}
}
