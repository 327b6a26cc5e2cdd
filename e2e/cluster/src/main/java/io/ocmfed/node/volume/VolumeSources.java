package io.ocmfed.node.volume;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What volumes and environments are filled from, read from the API server at the moment. */
public final class VolumeSources {

  private static final String POD_API = "v1";

  private final KubernetesClient client;

  public VolumeSources(KubernetesClient client) {
    this.client = client;
  }

  /** The Secret's decoded data, or empty where there is no such Secret. */
  public Optional<Map<String, byte[]>> secret(String namespace, String name) {
    var secret = client.secrets().inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(secret).map(found -> decoded(found.getData()));
  }

  /** The ConfigMap's data and binary data, or empty where there is no such ConfigMap. */
  public Optional<Map<String, byte[]>> configMap(String namespace, String name) {
    var map = client.configMaps().inNamespace(namespace).withName(name).get();
    if (map == null) {
      return Optional.empty();
    }
    Map<String, byte[]> all = decoded(map.getBinaryData());
    if (map.getData() != null) {
      map.getData().forEach((k, v) -> all.put(k, v.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.of(all);
  }

  /** A token of the pod's ServiceAccount, bound to the pod. */
  ServiceAccountToken token(Pod pod, String audience, long seconds) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience == null ? new String[0] : new String[] {audience})
            .withExpirationSeconds(seconds)
            .withNewBoundObjectRef()
            .withApiVersion(POD_API)
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build();
    TokenRequest granted =
        client
            .serviceAccounts()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getSpec().getServiceAccountName())
            .tokenRequest(request);
    return new ServiceAccountToken(
        granted.getStatus().getToken(),
        Instant.now(),
        Instant.parse(granted.getStatus().getExpirationTimestamp()));
  }

  /** The directory of the bound hostPath volume. */
  Path claim(String namespace, String name) throws VolumeException {
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    if (claim == null) {
      throw new VolumeException("there is no PersistentVolumeClaim " + namespace + "/" + name);
    }
    String bound = claim.getSpec().getVolumeName();
    PersistentVolume volume =
        bound == null || bound.isEmpty() ? null : client.persistentVolumes().withName(bound).get();
    if (volume == null) {
      throw new VolumeException("PersistentVolumeClaim " + name + " is not bound to a volume");
    }
    if (volume.getSpec().getHostPath() == null) {
      throw new VolumeException(
          "this node knows hostPath volumes only, which " + bound + " is not");
    }
    return Path.of(volume.getSpec().getHostPath().getPath());
  }

  private static Map<String, byte[]> decoded(Map<String, String> data) {
    var decoded = new HashMap<String, byte[]>();
    if (data != null) {
      data.forEach((key, value) -> decoded.put(key, Base64.getDecoder().decode(value)));
    }
    return decoded;
  }
}
