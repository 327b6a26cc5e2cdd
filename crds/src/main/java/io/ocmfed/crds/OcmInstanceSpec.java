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
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE)
        @ValidationRule(value = Rules.DOMAIN, message = Rules.DOMAIN_MESSAGE)
        @ValidationRule(value = Rules.PORT, message = Rules.PORT_MESSAGE)
        String domain,
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
        @ValidationRule(value = Rules.UNCHANGED, message = Rules.UNCHANGED_MESSAGE)
        LocalReference adminSecretRef,
    @JsonPropertyDescription("Which shares that nobody declared are shown as OcmShare objects.")
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
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE)
          String serviceName,
      @JsonPropertyDescription("Name of the Service's port for gRPC.")
          @Default("grpc")
          @Size(min = 1, max = 15)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE)
          String portName,
      @JsonPropertyDescription(
              "Only for a Service without a selector. Ignore: it has no endpoints. Trust: its EndpointSlices say where"
                  + " the pods are; whoever may write EndpointSlices in this namespace then decides which addresses"
                  + " are dialled, with the installation's credentials.")
          @Default("Ignore")
          EndpointSlicePolicy endpointSlices) {

    /** One whose slices, if it has no selector, are ignored. */
    public Gateway(String serviceName, String portName) {
      this(serviceName, portName, null);
    }
  }

  /** One runtime: how it learns where the gateway is, and what is needed for that. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.delivery != 'Push' || has(self.serviceName)",
      message = "delivery Push needs serviceName: write the Service whose pods are the runtime")
  @ValidationRule(
      value = "self.delivery == 'Push' || !has(self.serviceName)",
      message =
          "leave out serviceName unless delivery is Push: the pods of this runtime are not called")
  @ValidationRule(
      value = "self.delivery != 'NatsRegistry' || has(self.nats)",
      message =
          "delivery NatsRegistry needs nats: write where the bucket is, such as nats: {url:"
              + " 'nats://nats:4222', serviceName: com.owncloud.api.gateway}")
  @ValidationRule(
      value = "self.delivery == 'NatsRegistry' || !has(self.nats)",
      message = "leave out nats unless delivery is NatsRegistry")
  @ValidationRule(
      value = "self.delivery != 'Restart' || has(self.workloadRef)",
      message =
          "delivery Restart needs workloadRef: write what to restart, such as workloadRef: {kind:"
              + " Deployment, name: graph}")
  @ValidationRule(
      value = "self.delivery == 'Restart' || !has(self.workloadRef)",
      message = "leave out workloadRef unless delivery is Restart")
  @ValidationRule(
      value = "self.role != 'OCM' || self.delivery == 'Push'",
      message =
          "role OCM needs delivery Push: what the objects declare is told through its admin API")
  public record Runtime(
      @JsonPropertyDescription("Name of the runtime within this object; shown in the status.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE)
          String name,
      @JsonPropertyDescription(
              "What the runtime does. OCM: invites, connections, shares and peers; it is told what the objects"
                  + " declare. Graph: the LibreGraph API for clients, or anything else that calls the gateway; it is"
                  + " told the endpoints only.")
          @Required
          RuntimeRole role,
      @JsonPropertyDescription(
              "How the runtime learns where the gateway is. Push: every endpoint table is sent to each of its pods;"
                  + " for ocmfed's own runtimes. NatsRegistry: the registry in a NATS bucket is kept current; for"
                  + " runtimes that look there, such as those of oCIS and OpenCloud. Restart: a workload is"
                  + " restarted when the gateway's addresses have changed; for runtimes that never look again.")
          @Default("Push")
          Delivery delivery,
      @JsonPropertyDescription("With delivery Push only: name of a Service in the same namespace.")
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE)
          String serviceName,
      @JsonPropertyDescription("Name of the Service's port for management.")
          @Default("management")
          @Size(min = 1, max = 15)
          @ValidationRule(value = Rules.LABEL, message = Rules.LABEL_MESSAGE)
          String portName,
      @JsonPropertyDescription(
              "Only for a Service without a selector. Ignore: it has no endpoints. Trust: its EndpointSlices say where"
                  + " the pods are; whoever may write EndpointSlices in this namespace then decides which addresses"
                  + " are dialled, with the installation's credentials.")
          @Default("Ignore")
          EndpointSlicePolicy endpointSlices,
      @JsonPropertyDescription("With delivery NatsRegistry only: the bucket.") NatsRegistry nats,
      @JsonPropertyDescription("With delivery Restart only: what is restarted.")
          WorkloadReference workloadRef) {

    /** One that tables are pushed to. */
    public Runtime(String name, RuntimeRole role, String serviceName, String portName) {
      this(name, role, null, serviceName, portName, null, null, null);
    }
  }

  /** A registry in a NATS JetStream key-value bucket, as go-micro's nats-js-kv keeps it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record NatsRegistry(
      @JsonPropertyDescription(
              "Where NATS is: nats:// or tls://, host and port, such as nats://nats:4222. Credentials belong in"
                  + " credentialsSecretRef.")
          @Required
          @Size(min = 1, max = 512)
          @ValidationRule(value = Rules.NATS_URL, message = Rules.NATS_URL_MESSAGE)
          String url,
      @JsonPropertyDescription(
              "Name of the bucket. It is created as go-micro would, in memory and with entries that live 30 s, if it"
                  + " does not exist.")
          @Default("service-registry")
          @Size(min = 1, max = 63)
          @ValidationRule(value = Rules.BUCKET, message = Rules.BUCKET_MESSAGE)
          String bucket,
      @JsonPropertyDescription(
              "Name of the gateway in the registry: com.owncloud.api.gateway for oCIS, eu.opencloud.api.gateway for"
                  + " OpenCloud. Nodes under this name at addresses other than those of the gateway's ready pods"
                  + " are deleted, whoever wrote them.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = Rules.REGISTRY_NAME, message = Rules.REGISTRY_NAME_MESSAGE)
          String serviceName,
      @JsonPropertyDescription(
              "The Secret for NATS, of type ocmfed.io/nats-credentials, in the same namespace. Keys: username and"
                  + " password, or token; ca.crt, the CA of the server's certificate, all of them optional.")
          LocalReference credentialsSecretRef) {}

  /** What is restarted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WorkloadReference(
      @JsonPropertyDescription("Deployment, StatefulSet or DaemonSet.") @Required WorkloadKind kind,
      @JsonPropertyDescription("Its name, in the same namespace.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_MESSAGE)
          String name) {}

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
