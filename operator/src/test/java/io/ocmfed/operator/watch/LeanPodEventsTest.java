package io.ocmfed.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class LeanPodEventsTest {

  private static final KubernetesSerialization USUAL = new KubernetesSerialization();
  private static final KubernetesSerialization LEAN = lean();

  /** As an API server writes it: kind and version first. */
  private static final String JSON =
      """
      {"kind": "Pod", "apiVersion": "v1",
       "metadata": {
        "name": "gateway-0", "namespace": "cloud-a", "uid": "uid-0", "resourceVersion": "42",
        "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z",
        "deletionTimestamp": "2026-01-02T00:00:00Z", "deletionGracePeriodSeconds": 30,
        "labels": {"app": "gateway", "topology.kubernetes.io/zone": "zone-1"},
        "annotations": {"some": "thing"},
        "ownerReferences": [{"kind": "ReplicaSet", "name": "gateway", "uid": "uid-1"}],
        "managedFields": [{"manager": "kubelet", "fieldsV1": {"f:status": {"f:phase": {}}}}]},
       "spec": {
        "volumes": [{"name": "tls", "secret": {"secretName": "tls"}}],
        "initContainers": [
         {"name": "sidecar", "restartPolicy": "Always",
          "ports": [{"name": "metrics", "containerPort": 9143, "protocol": "TCP"}]}],
        "containers": [
         {"name": "gateway", "image": "gateway:1", "env": [{"name": "A", "value": "b"}],
          "resources": {"limits": {"memory": "512Mi"}},
          "ports": [{"name": "grpc", "containerPort": 9142, "protocol": "TCP"}]}],
        "nodeName": "node-1", "aFieldOfTomorrow": {"x": [1, 2]}},
       "status": {
        "phase": "Running", "hostIP": "192.0.2.1", "podIP": "10.0.0.1",
        "podIPs": [{"ip": "10.0.0.1"}, {"ip": "fd00::1"}],
        "conditions": [
         {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:01Z"},
         {"type": "Initialized", "status": "True"}],
        "containerStatuses": [{"name": "gateway", "ready": true, "restartCount": 0}]}}
      """;

  private static KubernetesSerialization lean() {
    ObjectMapper mapper = new ObjectMapper();
    new LeanPodEvents().customize(mapper);
    return new KubernetesSerialization(mapper, true);
  }

  @Test
  void whatIsKeptOfAPodIsReadAndNothingElse() {
    WatchEvent event = read("MODIFIED", JSON);
    Pod pod = (Pod) event.getObject();
    assertThat(event.getType()).isEqualTo("MODIFIED");
    assertThat(Stripping.pod(pod)).isEqualTo(Stripping.pod(USUAL.unmarshal(JSON, Pod.class)));
    assertThat(pod.getKind()).isEqualTo("Pod");
    assertThat(pod.getApiVersion()).isEqualTo("v1");
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getAdditionalProperties()).isEmpty();
    assertThat(pod.getSpec().getContainers().getFirst().getEnv()).isEmpty();
    assertThat(pod.getStatus().getContainerStatuses()).isEmpty();
  }

  @Test
  void aBookmarkIsAPodWithItsVersion() {
    WatchEvent event =
        read(
            "BOOKMARK",
            """
            {"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"77",
            "creationTimestamp":null},"spec":{"containers":null},"status":{}}
            """);
    assertThat(((Pod) event.getObject()).getMetadata().getResourceVersion()).isEqualTo("77");
  }

  @Test
  void aPodInAnotherOrderIsReadAsAlways() {
    String json = "{\"metadata\":{\"name\":\"p\"},\"apiVersion\":\"v1\",\"kind\":\"Pod\"}";
    assertThat(read("ADDED", json)).isEqualTo(usual("ADDED", json));
    json = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"apiVersion\":\"v1\"}";
    assertThat(read("ADDED", json)).isEqualTo(usual("ADDED", json));
  }

  @Test
  void otherKindsAreReadAsAlways() {
    String service =
        """
        {"kind":"Service","apiVersion":"v1","metadata":{"name":"gateway",
        "annotations":{"a":"b"}},"spec":{"selector":{"app":"gateway"}}}
        """;
    assertThat(read("ADDED", service)).isEqualTo(usual("ADDED", service));
    assertThat(read("ADDED", service).getObject()).isInstanceOf(Service.class);
    String status = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"code\":410}";
    assertThat(((Status) read("ERROR", status).getObject()).getCode()).isEqualTo(410);
    String other = "{\"kind\":\"Pod\",\"apiVersion\":\"example.org/v1\",\"spec\":{\"a\":[1]}}";
    assertThat(read("ADDED", other).getObject()).isInstanceOf(GenericKubernetesResource.class);
    assertThat(read("ADDED", other)).isEqualTo(usual("ADDED", other));
  }

  private static WatchEvent read(String type, String object) {
    return LEAN.unmarshal(event(type, object), WatchEvent.class);
  }

  private static WatchEvent usual(String type, String object) {
    return USUAL.unmarshal(event(type, object), WatchEvent.class);
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, object);
  }
}
