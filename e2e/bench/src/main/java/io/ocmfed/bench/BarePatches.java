package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.launcher.OcmKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The least that showing a change of many objects can cost: one patch of the status of each, by
 * server-side apply as the operator writes, with its concurrency, and nothing else. The objects lie
 * in a namespace of their own and have the label of mirrors, so that no reconciler follows them.
 */
final class BarePatches implements AutoCloseable {

  /** What the framework of the operator has as threads of a reconciler by itself. */
  static final int AT_ONCE = 50;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("bench")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Object> status;
  private final int count;
  private final ExecutorService writers = Executors.newFixedThreadPool(AT_ONCE);
  private int rounds;

  /**
   * Makes the objects.
   *
   * @param like whose spec and status they have
   */
  BarePatches(
      KubernetesClient client, String namespace, int count, GenericKubernetesResource like) {
    this.client = client;
    this.namespace = namespace;
    this.count = count;
    this.status = map(like.get("status"));
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    all(
        n -> {
          GenericKubernetesResource share = blank(n);
          share.getMetadata().setLabels(Map.of("ocmfed.io/mirrored", "true"));
          share.setAdditionalProperty("spec", like.get("spec"));
          resource(share).create();
        });
  }

  private static Map<String, Object> map(Object status) {
    var copy = new HashMap<String, Object>();
    ((Map<?, ?>) status).forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  /** Patches each status once, all of them another phase than before; patches a second. */
  double rate() {
    rounds++;
    var next = new HashMap<>(status);
    next.put("phase", rounds % 2 == 0 ? "Delivered" : "Revoked");
    long began = System.nanoTime();
    all(
        n -> {
          GenericKubernetesResource share = blank(n);
          share.setAdditionalProperty("status", next);
          resource(share).subresource("status").patch(APPLY);
        });
    return count / ((System.nanoTime() - began) / 1e9);
  }

  private Resource<GenericKubernetesResource> resource(GenericKubernetesResource share) {
    return client
        .genericKubernetesResources(OcmKind.SHARE.context())
        .inNamespace(namespace)
        .resource(share);
  }

  private GenericKubernetesResource blank(int n) {
    var share = new GenericKubernetesResource();
    share.setApiVersion("ocmfed.io/v1alpha1");
    share.setKind(OcmKind.SHARE.kind());
    share.setMetadata(
        new ObjectMetaBuilder().withName("bare-" + n).withNamespace(namespace).build());
    return share;
  }

  private void all(IntConsumer write) {
    List<Future<?>> underWay =
        IntStream.range(0, count)
            .<Future<?>>mapToObj(n -> writers.submit(() -> write.accept(n)))
            .toList();
    try {
      for (Future<?> one : underWay) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException("A bare write fails: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while writing");
    }
  }

  @Override
  public void close() {
    writers.shutdownNow();
    client.namespaces().withName(namespace).delete();
  }
}
