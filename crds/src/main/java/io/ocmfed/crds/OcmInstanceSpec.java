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
import java.util.List;

/** What an {@link OcmInstance} declares. Optional fields may be null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OcmInstanceSpec(
    @JsonPropertyDescription(
            "The OCM provider of this installation, as peers address it: a host name in lower case, with a port"
                + " unless it is 443, such as cloud-a.example.org or cloud-a.example.org:8443. Cannot be changed.")
        @Required
        @Size(min = 1, max = 259)
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) @ValidationRule(value = Rules.DOMAIN, message = Rules.DOMAIN_MESSAGE) @ValidationRule(value = Rules.PORT, message = Rules.PORT_MESSAGE) String domain,
    @JsonPropertyDescription(
            "What people call this installation; shown to users. The domain, if not given.")
        @Size(min = 1, max = 128)
        String displayName,
    @JsonPropertyDescription(
            "The Service whose pods are the gateway. The operator watches these pods and tells every runtime where"
                + " they are.")
        @Required
        Gateway gateway,
    @JsonPropertyDescription(
            "The runtimes of this installation, one for each Service. Exactly one has the role OCM.")
        @Required
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(r, self.exists_one(o, o.name == r.name))",
            message = "give each runtime a name of its own")
        @ValidationRule(
            value = "self.exists_one(r, r.role == 'OCM')",
            message =
                "write exactly one runtime with role: OCM, the one that is told what the objects declare")
        List<Runtime> runtimes,
    @JsonPropertyDescription(
            "The Secret for the runtimes' admin API, of type ocmfed.io/admin-token, in the same namespace. Keys:"
                + " token; previousToken, while tokens change; ca.crt, the CA of the runtimes' certificates.")
        @Required
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE) LocalReference adminSecretRef,
    @JsonPropertyDescription(
            "Which shares that nobody declared are shown as OcmShare objects.")
        @Default("{}")
        MirrorShares mirrorShares) {

  public OcmInstanceSpec {
    runtimes = Lists.orEmpty(runtimes);
  }

  /** The gateway Service. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Gateway(
      @JsonPropertyDescription("Name of a headless Service in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE) String serviceName,
      @JsonPropertyDescription("Name of the Service's port for gRPC.")
          @Default("grpc")
          @Size(min = 1, max = 15)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE) String portName) {}

  /** One Service of runtime pods. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Runtime(
      @JsonPropertyDescription("Name of the runtime within this object; shown in the status.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE) String name,
      @JsonPropertyDescription(
              "What the runtime does. OCM: invites, connections, shares and peers; it is told what the objects"
                  + " declare. Graph: the LibreGraph API for clients; it is told the endpoints only.")
          @Required
          RuntimeRole role,
      @JsonPropertyDescription("Name of a Service in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE) String serviceName,
      @JsonPropertyDescription("Name of the Service's port for management.")
          @Default("management")
          @Size(min = 1, max = 15)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE) String portName) {}

  /** Which undeclared shares are shown, and how many at most. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record MirrorShares(
      @JsonPropertyDescription(
              "None: no mirrors. Incoming: received shares. All: also the shares that users make through Graph.")
          @Default("Incoming")
          MirrorPolicy policy,
      @JsonPropertyDescription(
              "The most mirrors to keep; status.mirrorShares.notShown says how many more there are.")
          @Default("1000")
          @Min(0)
          @Max(10000)
          Integer limit) {}
}
