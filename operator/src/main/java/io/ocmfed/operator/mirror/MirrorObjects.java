package io.ocmfed.operator.mirror;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.Labels;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmApi;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareSpec;
import io.ocmfed.crds.OcmShareStatus;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.crds.ShareResponse;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.share.ShareDecision;
import io.ocmfed.operator.watch.SharedCache;
import io.ocmfed.operator.watch.Stripping;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The mirror objects in the cluster. */
@ApplicationScoped
public class MirrorObjects {

  private static final Logger LOG = Logger.getLogger(MirrorObjects.class);
  private static final String BY_OWNER = "by-owner";
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Identity.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final SharedCache<OcmShare> mirrors;
  private final ShareDecision decision;
  private final Map<ResourceID, Object> locks = new ConcurrentHashMap<>();

  public MirrorObjects(KubernetesClient client, Identity identity, Clock clock, Times times) {
    this.client = client;
    this.decision = new ShareDecision(clock, times.slowPass());
    this.mirrors =
        new SharedCache<>(
            client,
            identity.watchedNamespaces(),
            new SharedCache.Kind<>(
                OcmShare.class,
                Map.of(),
                Map.of(Labels.MIRRORED, Labels.TRUE),
                Stripping::managedFields,
                Map.of(BY_OWNER, MirrorObjects::owners)));
  }

  /** One pass per installation at a time. */
  Object lockOf(ResourceID instance) {
    return locks.computeIfAbsent(instance, id -> new Object());
  }

  /** Told of the instance whose mirror was deleted, or changed in its spec. */
  void onForeignChange(Consumer<ResourceID> listener) {
    mirrors.onChange(
        (before, after) -> {
          if (after != null && after.getMetadata().getDeletionTimestamp() != null) {
            Thread.startVirtualThread(() -> release(after));
          }
          boolean deleted = after == null;
          boolean edited =
              before != null && after != null && !before.getSpec().equals(after.getSpec());
          if (deleted || edited) {
            OcmShare mirror = deleted ? before : after;
            owner(mirror)
                .ifPresent(
                    name ->
                        listener.accept(new ResourceID(name, mirror.getMetadata().getNamespace())));
          }
        });
  }

  /**
   * Makes the mirrors of an instance exactly those.
   *
   * @param wanted the records by the name of their mirror
   */
  void adjust(
      OcmInstance instance, Map<String, ShareRecord> wanted, Map<String, OcmTrust> trustByDomain) {
    if (!mirrors.synced()) {
      return;
    }
    ManyWrites.each(
        mirrors.byIndex(BY_OWNER, instance.getMetadata().getUid()).stream()
            .filter(mirror -> !wanted.containsKey(mirror.getMetadata().getName()))
            .toList(),
        this::delete);
    ManyWrites.each(
        wanted.entrySet(),
        entry -> {
          String name = entry.getKey();
          ShareRecord record = entry.getValue();
          try {
            show(instance, name, record, trustByDomain.get(record.domain()));
          } catch (KubernetesClientException e) {
            // What a peer sends may not fit our schema; the others are shown all the same.
            LOG.debugf("Mirror %s was refused: %s", name, e.getMessage());
          }
        });
  }

  private void show(OcmInstance instance, String name, ShareRecord record, OcmTrust trust) {
    String namespace = instance.getMetadata().getNamespace();
    OcmShare desired = object(instance, name, record, trust);
    OcmShare mirror = mirrors.get(namespace, name).orElse(null);
    if (mirror != null && !sameSubject(mirror, desired)) {
      // Its immutable parts are not those of the share: somebody else made it. It is made anew.
      delete(mirror);
      return;
    }
    if (mirror == null) {
      mirror = create(desired);
    } else if (!mirror.getSpec().equals(desired.getSpec())) {
      mirror = client.resource(desired).patch(APPLY);
    }
    OcmShareStatus status = decision.mirror(mirror, record);
    if (!status.equals(mirror.getStatus())) {
      OcmShare fresh = new OcmShare();
      fresh.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
      fresh.setStatus(status);
      client.resource(fresh).subresource("status").patch(APPLY);
    }
  }

  private OcmShare create(OcmShare desired) {
    return client.resource(desired).patch(APPLY);
  }

  private static boolean sameSubject(OcmShare mirror, OcmShare desired) {
    OcmShareSpec is = mirror.getSpec();
    OcmShareSpec should = desired.getSpec();
    return is.trustRef().equals(should.trustRef())
        && is.direction() == should.direction()
        && is.localUser().equals(should.localUser())
        && is.remoteUser().equals(should.remoteUser())
        && Objects.equals(is.resource(), should.resource());
  }

  private static OcmShare object(
      OcmInstance instance, String name, ShareRecord record, OcmTrust trust) {
    boolean outgoing = "Outgoing".equals(record.direction());
    OcmShare mirror = new OcmShare();
    mirror.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(instance.getMetadata().getNamespace())
            .withLabels(Map.of(Labels.MIRRORED, Labels.TRUE))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(instance.getApiVersion())
                    .withKind(instance.getKind())
                    .withName(instance.getMetadata().getName())
                    .withUid(instance.getMetadata().getUid())
                    .build())
            .build());
    mirror.setSpec(
        new OcmShareSpec(
            new LocalReference(trust.getMetadata().getName()),
            outgoing ? ShareDirection.OUTGOING : ShareDirection.INCOMING,
            record.localUser(),
            record.remoteUser(),
            outgoing ? resource(record) : null,
            outgoing ? permissions(record) : List.of(),
            null,
            outgoing ? null : new OcmShareSpec.Match(record.resourceName()),
            outgoing ? null : response(record)));
    return mirror;
  }

  /** A runtime older than this operator does not say the path. */
  private static String resource(ShareRecord record) {
    return record.resource() == null ? "/" + record.resourceName() : record.resource();
  }

  private static List<Permission> permissions(ShareRecord record) {
    List<Permission> known =
        record.permissions().stream()
            .map(Permission::fromWire)
            .filter(permission -> permission != Permission.UNKNOWN)
            .toList();
    return known.isEmpty() ? List.of(Permission.READ) : known;
  }

  private static ShareResponse response(ShareRecord record) {
    return "Declined".equals(record.state()) ? ShareResponse.DECLINE : ShareResponse.ACCEPT;
  }

  /**
   * Takes our finalizer from what was declared before somebody labelled it a mirror: no reconciler
   * sees it any more, so nobody else would let it go. Its record is swept.
   */
  private void release(OcmShare mirror) {
    List<String> finalizers = mirror.getMetadata().getFinalizers();
    if (finalizers == null || !finalizers.contains(OcmApi.FINALIZER)) {
      return;
    }
    try {
      client
          .resources(OcmShare.class)
          .inNamespace(mirror.getMetadata().getNamespace())
          .withName(mirror.getMetadata().getName())
          .edit(
              share -> {
                share.getMetadata().getFinalizers().remove(OcmApi.FINALIZER);
                return share;
              });
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "The finalizer of %s stays for now: %s", mirror.getMetadata().getName(), e.getMessage());
    }
  }

  private void delete(OcmShare mirror) {
    String namespace = mirror.getMetadata().getNamespace();
    String name = mirror.getMetadata().getName();
    try {
      release(mirror);
      client.resources(OcmShare.class).inNamespace(namespace).withName(name).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Optional<String> owner(OcmShare mirror) {
    return references(mirror).stream().map(OwnerReference::getName).findFirst();
  }

  private static List<String> owners(OcmShare mirror) {
    return references(mirror).stream().map(OwnerReference::getUid).toList();
  }

  private static List<OwnerReference> references(OcmShare mirror) {
    List<OwnerReference> all = mirror.getMetadata().getOwnerReferences();
    return all == null
        ? List.of()
        : all.stream().filter(owner -> owner.getKind().equals("OcmInstance")).toList();
  }

  @PreDestroy
  void close() {
    mirrors.close();
  }
}
