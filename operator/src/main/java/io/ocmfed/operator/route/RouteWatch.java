package io.ocmfed.operator.route;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmStatus;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.status.Readiness;
import io.ocmfed.operator.wake.Objects;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Wakes the objects of an installation when the way to its runtime changes: those that are not
 * Ready when it opens, all when the instance comes, goes, is paused or goes on.
 */
@Startup
@ApplicationScoped
public class RouteWatch {

  private final Installations installations;
  private final Objects<OcmTrust> trusts;
  private final Objects<OcmInvite> invites;
  private final Objects<OcmShare> shares;
  private final List<Consumer<OcmTrust>> listeners = new CopyOnWriteArrayList<>();
  private final Map<ResourceID, State> last = new ConcurrentHashMap<>();

  public RouteWatch(
      Installations installations,
      Objects<OcmTrust> trusts,
      Objects<OcmInvite> invites,
      Objects<OcmShare> shares) {
    this.installations = installations;
    this.trusts = trusts;
    this.invites = invites;
    this.shares = shares;
  }

  /** What decides whether the way is open; pods that are replaced by others change it too. */
  private record State(
      String uid, boolean paused, boolean rightful, AdminSecret admin, Object pods) {}

  @PostConstruct
  void listen() {
    installations.onChange(this::changed);
  }

  private void changed(ResourceID id) {
    Optional<Installation> now = installations.find(id.getNamespace().orElse(""), id.getName());
    State is =
        now.map(
                installation ->
                    new State(
                        installation.instance().getMetadata().getUid(),
                        installation.paused(),
                        installation.rightful(),
                        installation.admin(),
                        installation.ocm().map(ocm -> ocm.pods()).orElse(null)))
            .orElse(null);
    State was = is == null ? last.remove(id) : last.put(id, is);
    boolean concernsAll = was == null || is == null || was.paused() != is.paused();
    if (!java.util.Objects.equals(was, is)) {
      wake(id, concernsAll);
    }
  }

  private void wake(ResourceID instance, boolean all) {
    String key = Indexes.key(instance.getNamespace().orElse(""), instance.getName());
    for (OcmTrust trust : trusts.byIndex(Indexes.BY_INSTANCE, key)) {
      wake(trusts, trust, all);
      wakeDependents(trust, all);
    }
  }

  /** Told of every trust whose way has opened or closed; must not block. */
  public void onTrustChange(Consumer<OcmTrust> listener) {
    listeners.add(listener);
  }

  /** Wakes what refers to a trust: all, or those that are not Ready. */
  public void wakeDependents(OcmTrust trust, boolean all) {
    listeners.forEach(listener -> listener.accept(trust));
    String key = Indexes.key(trust.getMetadata().getNamespace(), trust.getMetadata().getName());
    invites.byIndex(Indexes.BY_TRUST, key).forEach(invite -> wake(invites, invite, all));
    shares.byIndex(Indexes.BY_TRUST, key).forEach(share -> wake(shares, share, all));
  }

  private static <S extends OcmStatus, P extends CustomResource<?, S>> void wake(
      Objects<P> objects, P object, boolean evenIfReady) {
    if (evenIfReady || !Readiness.isTrue(object.getStatus(), ConditionType.READY)) {
      objects.wake(object);
    }
  }
}
