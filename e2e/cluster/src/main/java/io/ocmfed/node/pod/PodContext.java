package io.ocmfed.node.pod;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.node.image.Images;
import io.ocmfed.node.volume.VolumeSources;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What all pods of the node share.
 *
 * @param client with a kubelet's rights or more
 * @param stateDir where pods' directories and logs are
 * @param clusterId marks every process of the cluster
 * @param nodeIp the node's address
 * @param api the API server as pods reach it
 * @param hostsFiles the hosts file for pods of a namespace
 */
public record PodContext(
    KubernetesClient client,
    VolumeSources sources,
    Images images,
    StartSlots slots,
    Path stateDir,
    String clusterId,
    String nodeIp,
    URI api,
    Function<String, Path> hostsFiles,
    PodEvents events) {}
