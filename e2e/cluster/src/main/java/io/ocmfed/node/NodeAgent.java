package io.ocmfed.node;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ocmfed.cluster.LoopbackRange;
import io.ocmfed.cluster.UserCache;
import io.ocmfed.node.image.Images;
import io.ocmfed.node.image.JvmSettings;
import io.ocmfed.node.net.NodeNetwork;
import io.ocmfed.node.pod.PodContext;
import io.ocmfed.node.pod.PodEvents;
import io.ocmfed.node.pod.PodWorker;
import io.ocmfed.node.pod.StartSlots;
import io.ocmfed.node.volume.VolumeSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The one node of the embedded cluster: runs the pods that the scheduler binds to it as processes
 * of this machine, forwards its Services and plays the ingress.
 */
public final class NodeAgent implements AutoCloseable {

  /** The name of the Node object. */
  public static final String NAME = "node";

  /**
   * What a node is told.
   *
   * @param kubeconfig an administrator's
   * @param stateDir for pods' directories and logs; below it {@code logs/} outlives the pods
   * @param clusterId marks every process of the cluster in its environment
   * @param range the addresses that the cluster has for itself
   * @param images image name without tag, such as {@code ocmfed/ocm-runtime}, to the directory of
   *     its application
   * @param jvm how these applications run
   * @param publicPorts where the ingress listens on 127.0.0.1; may be empty
   * @param maxStarting how many JVMs may start at once
   */
  public record Settings(
      Path kubeconfig,
      Path stateDir,
      String clusterId,
      LoopbackRange range,
      Map<String, Path> images,
      JvmSettings jvm,
      List<Integer> publicPorts,
      int maxStarting) {}

  private final KubernetesClient client;
  private final WatchedObjects objects;
  private final NodeNetwork network;
  private final Pods pods;
  private final Thread registration;

  private NodeAgent(
      KubernetesClient client,
      WatchedObjects objects,
      NodeNetwork network,
      Pods pods,
      Thread registration) {
    this.client = client;
    this.objects = objects;
    this.network = network;
    this.pods = pods;
    this.registration = registration;
  }

  /**
   * Starts the node and returns when it watches the cluster; it becomes Ready soon after.
   *
   * @throws IllegalStateException if a public port is taken
   */
  public static NodeAgent start(Settings settings) {
    Config config = Config.fromKubeconfig(settings.kubeconfig().toFile());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      Path stateDir = Files.createDirectories(settings.stateDir().toAbsolutePath());
      var sources = new VolumeSources(client);
      var objects = new WatchedObjects(client, NAME);
      var network =
          new NodeNetwork(
              objects.forNetwork(), sources, stateDir.resolve("hosts"), settings.publicPorts());
      String nodeIp = settings.range().nodeAddress();
      var context =
          new PodContext(
              client,
              sources,
              new Images(settings.images(), settings.jvm(), UserCache.directory()),
              new StartSlots(settings.maxStarting()),
              stateDir,
              settings.clusterId(),
              nodeIp,
              URI.create(config.getMasterUrl()),
              network::hostsFile,
              new PodEvents(client, NAME));
      var pods = new Pods(context, settings.range());
      var agent =
          new NodeAgent(
              client,
              objects,
              network,
              pods,
              registering(new NodeRegistration(client, NAME, nodeIp)));
      agent.watch();
      return agent;
    } catch (IOException e) {
      client.close();
      throw new UncheckedIOException("cannot make the node's directories", e);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void watch() {
    try {
      objects.start(pods, network);
      registration.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Thread registering(NodeRegistration registration) {
    return Thread.ofVirtual()
        .name("node-registration")
        .unstarted(
            () -> {
              try {
                registration.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
              }
            });
  }

  /**
   * Kills a container's process with SIGKILL; it is started again in the same pod.
   *
   * @throws IllegalArgumentException if there is no such container here
   */
  public void killContainer(String namespace, String pod, String container) {
    worker(namespace, pod).killContainer(container);
  }

  /** Stops a container with SIGSTOP: it hangs, and its connections stay open. */
  public void freezeContainer(String namespace, String pod, String container) {
    worker(namespace, pod).freeze(container);
  }

  /** Lets a frozen container go on. */
  public void resumeContainer(String namespace, String pod, String container) {
    worker(namespace, pod).resume(container);
  }

  private PodWorker worker(String namespace, String pod) {
    return pods.find(namespace, pod)
        .orElseThrow(
            () ->
                new IllegalArgumentException("no pod " + namespace + "/" + pod + " on this node"));
  }

  /** Ends every process that it started, at once, and leaves the cluster's objects as they are. */
  @Override
  public void close() {
    registration.interrupt();
    objects.close();
    pods.close();
    network.close();
    client.close();
  }
}
