package io.ocmfed.operator.mirror;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.MirrorPolicy;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.route.RouteWatch;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.OcmRuntime;
import io.ocmfed.operator.runtime.Page;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the mirrors of every installation as its policy asks. One pass per installation at a time,
 * and at most one a second; what is asked for meanwhile is done by the next.
 */
@ApplicationScoped
public class Mirrors {

  private static final Logger LOG = Logger.getLogger(Mirrors.class);
  private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  private final Installations installations;
  private final Routes routes;
  private final RouteWatch routeWatch;
  private final Objects<OcmTrust> trusts;
  private final MirrorObjects objects;
  private final Gate gate;
  private final Times times;
  private final Map<ResourceID, OptionalInt> notShown = new ConcurrentHashMap<>();
  private final Map<ResourceID, Wish> wishes = new ConcurrentHashMap<>();
  private final Set<ResourceID> asked = ConcurrentHashMap.newKeySet();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  public Mirrors(
      Installations installations,
      Routes routes,
      RouteWatch routeWatch,
      Objects<OcmTrust> trusts,
      MirrorObjects objects,
      Gate gate,
      Times times) {
    this.installations = installations;
    this.routes = routes;
    this.routeWatch = routeWatch;
    this.trusts = trusts;
    this.objects = objects;
    this.gate = gate;
    this.times = times;
  }

  @PostConstruct
  void listen() {
    // A mirror that is deleted or changed by hand comes back.
    objects.onForeignChange(this::look);
    // A mirror refers to a trust.
    routeWatch.onTrustChange(
        trust ->
            look(
                new ResourceID(
                    trust.getSpec().instanceRef().name(), trust.getMetadata().getNamespace())));
    installations.onChange(this::instanceChanged);
  }

  /** How many shares have no mirror because of the limit; empty when it is not known. */
  public OptionalInt notShown(ResourceID instance) {
    return notShown.getOrDefault(instance, OptionalInt.empty());
  }

  /** Told when {@link #notShown} has changed. */
  public void onProgress(Consumer<ResourceID> listener) {
    listeners.add(listener);
  }

  /** Has the mirrors of an installation looked at soon. */
  public void look(ResourceID instance) {
    if (asked.add(instance)) {
      CompletableFuture.delayedExecutor(
              times.statusSpacing().toMillis() / 2, TimeUnit.MILLISECONDS, VIRTUAL)
          .execute(() -> pass(instance));
    }
  }

  /** What of an instance matters here; of pods that come and go we are told as well. */
  private record Wish(Long generation, boolean paused) {}

  private void instanceChanged(ResourceID id) {
    Wish wish =
        installations
            .find(id.getNamespace().orElse(""), id.getName())
            .map(now -> new Wish(now.instance().getMetadata().getGeneration(), now.paused()))
            .orElse(null);
    Wish before = wish == null ? wishes.remove(id) : wishes.put(id, wish);
    if (wish != null && !wish.equals(before)) {
      look(id);
    }
  }

  private void pass(ResourceID id) {
    synchronized (objects.lockOf(id)) {
      asked.remove(id);
      if (!gate.open()) {
        return;
      }
      try {
        installations
            .find(id.getNamespace().orElse(""), id.getName())
            .filter(Installation::rightful)
            .ifPresentOrElse(installation -> mirror(id, installation), () -> notShown.remove(id));
      } catch (RuntimeException e) {
        // The next change or the sweep tries again.
        LOG.warnf("The mirrors of %s could not be brought up to date: %s", id, e.getMessage());
      }
    }
  }

  private void mirror(ResourceID id, Installation installation) {
    if (installation.paused()) {
      return;
    }
    OcmInstance instance = installation.instance();
    OcmInstanceSpec.MirrorShares wish = instance.getSpec().mirrorShares();
    MirrorPolicy policy =
        wish == null || wish.policy() == null ? MirrorPolicy.INCOMING : wish.policy();
    if (policy == MirrorPolicy.NONE) {
      objects.adjust(instance, Map.of(), Map.of());
      tell(id, OptionalInt.empty());
      return;
    }
    Optional<OcmRuntime> runtime = routes.runtime(installation);
    if (runtime.isEmpty()) {
      return;
    }
    if (!(runtime.get().listAllShares() instanceof Answer.Ok<Page<ShareRecord>>(var page))) {
      return;
    }
    Map<String, OcmTrust> byDomain = trustsByDomain(instance);
    int limit = wish == null || wish.limit() == null ? 1000 : wish.limit();
    MirrorPlan plan = MirrorPlan.of(page.items(), policy, limit, byDomain.keySet());
    objects.adjust(instance, plan.wanted(), byDomain);
    tell(id, OptionalInt.of(plan.notShown()));
  }

  private Map<String, OcmTrust> trustsByDomain(OcmInstance instance) {
    String key =
        Indexes.key(instance.getMetadata().getNamespace(), instance.getMetadata().getName());
    return trusts.byIndex(Indexes.BY_INSTANCE, key).stream()
        .filter(trust -> trust.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.toMap(
                trust -> trust.getSpec().domain(),
                Function.identity(),
                (one, other) -> routes.rightfulOwner(one)));
  }

  private void tell(ResourceID id, OptionalInt count) {
    OptionalInt before = notShown.put(id, count);
    if (!count.equals(before)) {
      listeners.forEach(listener -> listener.accept(id));
    }
  }
}
