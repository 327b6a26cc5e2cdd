package io.ocmfed.operator.changes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.mirror.Mirrors;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Declared;
import io.ocmfed.operator.runtime.DeclaredKind;
import io.ocmfed.operator.runtime.InviteRecord;
import io.ocmfed.operator.runtime.OcmRuntime;
import io.ocmfed.operator.runtime.Page;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.runtime.TrustRecord;
import io.ocmfed.operator.wake.Objects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares everything declared in a runtime with the objects: wakes what differs, removes what has
 * no object (left behind when a finalizer did not wait any longer).
 */
@ApplicationScoped
public class Comparison {

  private static final Logger LOG = Logger.getLogger(Comparison.class);

  private final KubernetesClient client;
  private final Routes routes;
  private final Objects<OcmTrust> trusts;
  private final Objects<OcmInvite> invites;
  private final Objects<OcmShare> shares;
  private final Mirrors mirrors;

  public Comparison(
      KubernetesClient client,
      Routes routes,
      Objects<OcmTrust> trusts,
      Objects<OcmInvite> invites,
      Objects<OcmShare> shares,
      Mirrors mirrors) {
    this.client = client;
    this.routes = routes;
    this.trusts = trusts;
    this.invites = invites;
    this.shares = shares;
    this.mirrors = mirrors;
  }

  /**
   * One comparison. None while the OcmInstance is paused: what is removed here may be an object
   * that is not back yet.
   *
   * @return position in the event log from which changes are not included; empty when nothing was
   *     compared
   */
  OptionalLong compare(Installation installation) {
    Optional<OcmRuntime> runtime = routes.runtime(installation);
    if (installation.paused() || runtime.isEmpty()) {
      return OptionalLong.empty();
    }
    String namespace = installation.namespace();
    List<OcmTrust> ownTrusts =
        trusts.byIndex(Indexes.BY_INSTANCE, Indexes.key(namespace, installation.name()));
    List<OcmInvite> ownInvites = ownTrusts.stream().flatMap(of(invites)).toList();
    List<OcmShare> ownShares = ownTrusts.stream().flatMap(of(shares)).toList();
    // Trusts are listed first, so their cursor is the oldest of the three.
    OptionalLong cursor =
        kind(
            new Side<>(runtime.get(), DeclaredKind.TRUSTS, TrustRecord.class, OcmTrust.class),
            namespace,
            trusts,
            ownTrusts);
    kind(
        new Side<>(runtime.get(), DeclaredKind.INVITES, InviteRecord.class, OcmInvite.class),
        namespace,
        invites,
        ownInvites);
    kind(
        new Side<>(runtime.get(), DeclaredKind.SHARES, ShareRecord.class, OcmShare.class),
        namespace,
        shares,
        ownShares);
    mirrors.look(ResourceID.fromResource(installation.instance()));
    return cursor;
  }

  private record Side<R extends Declared, P extends HasMetadata>(
      OcmRuntime runtime, DeclaredKind kind, Class<R> record, Class<P> object) {}

  private static <P extends HasMetadata> Function<OcmTrust, java.util.stream.Stream<P>> of(
      Objects<P> objects) {
    return trust ->
        objects
            .byIndex(
                Indexes.BY_TRUST,
                Indexes.key(trust.getMetadata().getNamespace(), trust.getMetadata().getName()))
            .stream();
  }

  private <R extends Declared, P extends HasMetadata> OptionalLong kind(
      Side<R, P> side, String namespace, Objects<P> objects, List<P> own) {
    Answer<Page<R>> listing = side.runtime().listDeclared(side.kind(), side.record());
    if (!(listing instanceof Answer.Ok<Page<R>>(Page<R> page))) {
      return OptionalLong.empty();
    }
    Map<String, R> byName =
        page.items().stream()
            .filter(record -> record.name() != null)
            .collect(Collectors.toMap(Declared::name, Function.identity(), (one, other) -> one));
    for (P object : own) {
      R record = byName.get(object.getMetadata().getName());
      boolean lost = record == null && object.getMetadata().getDeletionTimestamp() == null;
      if (lost || (record != null && objects.unseen(object, record))) {
        objects.wake(object);
      }
    }
    byName.values().stream()
        .filter(record -> objects.get(namespace, record.name()).isEmpty())
        .forEach(record -> remove(side, namespace, record));
    return OptionalLong.of(page.cursor());
  }

  private <R extends Declared, P extends HasMetadata> void remove(
      Side<R, P> side, String namespace, R record) {
    // The cache may lag; what is removed here is gone, so the API server has the last word.
    P object = client.resources(side.object()).inNamespace(namespace).withName(record.name()).get();
    if (object != null) {
      return;
    }
    Answer<Void> answer = side.runtime().delete(side.kind(), record.name(), record.uid());
    LOG.infof(
        "Swept %s %s/%s, which no object declares: %s",
        side.kind(), namespace, record.name(), answer instanceof Answer.Ok ? "removed" : "failed");
  }
}
