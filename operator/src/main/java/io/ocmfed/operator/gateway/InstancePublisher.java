package io.ocmfed.operator.gateway;

import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.RuntimeDelivery;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.runtime.Credentials;
import io.ocmfed.operator.runtime.EndpointTable;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.runtime.RuntimeEndpoints;
import io.ocmfed.operator.runtime.RuntimePod;
import io.ocmfed.operator.settings.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The current table of one installation, and the runtimes that should have it. */
final class InstancePublisher {

  private final Leadership leadership;
  private final RuntimeEndpoints endpoints;
  private final Times times;
  private final InstanceMeters meters;
  private final Deliveries deliveries;
  private final AtomicLong sequences;
  private final Runnable onProgress;

  // Guarded by this.
  private final Map<TargetKey, Target> targets = new LinkedHashMap<>();
  private TableContent content;
  private Target.Offer offer;

  /** A receiver; equal keys are the same one. */
  private sealed interface TargetKey {
    record Pod(String runtime, RuntimePod pod) implements TargetKey {}

    record Other(String runtime, RuntimeDelivery delivery) implements TargetKey {}
  }

  /**
   * @param sequences shared by all installations: an OcmInstance that is deleted and created anew
   *     must not begin at one again, or its table would pass for the one that the runtimes have
   */
  InstancePublisher(
      Leadership leadership,
      RuntimeEndpoints endpoints,
      Times times,
      InstanceMeters meters,
      Deliveries deliveries,
      AtomicLong sequences,
      Runnable onProgress) {
    this.leadership = leadership;
    this.endpoints = endpoints;
    this.times = times;
    this.meters = meters;
    this.deliveries = deliveries;
    this.sequences = sequences;
    this.onProgress = onProgress;
  }

  /**
   * Brings table and targets up to date with the installation. It is looked at under the lock, so
   * that of two threads the one with the older view cannot have the last word.
   *
   * @param seenNanos {@link System#nanoTime()} when the change was seen
   */
  synchronized void refresh(long seenNanos, Supplier<Optional<Installation>> look) {
    OptionalLong term = leadership.term();
    Installation installation = look.get().orElse(null);
    if (term.isEmpty() || installation == null) {
      return;
    }
    if (installation.paused()) {
      dropAllBut(List.of());
      return;
    }
    Optional<TableContent> next = TableContent.of(installation);
    if (next.isEmpty()) {
      // Nothing new may be said; pods that are gone need not be told anything any more.
      List<TargetKey> wanted = wantedTargets(installation);
      dropAllBut(wanted);
      return;
    }
    boolean newTerm = offer != null && offer.table().fence().term() != term.getAsLong();
    if (offer == null || newTerm || !next.get().equals(content)) {
      content = next.get();
      issue(term.getAsLong(), seenNanos);
    }
    List<TargetKey> wanted = wantedTargets(installation);
    if (installation.admin() instanceof AdminSecret.Usable(Credentials credentials)) {
      adjust(installation, wanted, credentials);
    } else {
      adjust(
          installation, wanted.stream().filter(TargetKey.Other.class::isInstance).toList(), null);
    }
  }

  private void issue(long term, long seenNanos) {
    offer =
        new Target.Offer(
            new EndpointTable(new Fence(term, sequences.incrementAndGet()), content.services()),
            seenNanos);
    meters.issued(offer.table().fence(), content.gateway());
    targets.values().forEach(target -> target.offer(offer));
    if (targets.isEmpty()) {
      onProgress.run();
    }
  }

  private static List<TargetKey> wantedTargets(Installation installation) {
    return installation.runtimes().stream().flatMap(InstancePublisher::targets).toList();
  }

  private static Stream<TargetKey> targets(Installation.RuntimeService runtime) {
    return switch (runtime.delivery()) {
      case RuntimeDelivery.Push() ->
          runtime.targets().stream().map(pod -> new TargetKey.Pod(runtime.name(), pod));
      case RuntimeDelivery.Unusable _ -> Stream.empty();
      case RuntimeDelivery other -> Stream.of(new TargetKey.Other(runtime.name(), other));
    };
  }

  private void adjust(Installation installation, List<TargetKey> wanted, Credentials credentials) {
    boolean changed = dropAllBut(wanted);
    for (TargetKey key : wanted) {
      if (targets.get(key) instanceof PushTarget known) {
        known.use(credentials);
      } else if (!targets.containsKey(key)) {
        changed = true;
        targets.put(key, begin(installation, key, credentials));
      }
    }
    if (changed) {
      onProgress.run();
    }
  }

  private boolean dropAllBut(List<TargetKey> wanted) {
    return targets
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey());
              if (gone) {
                entry.getValue().stop();
              }
              return gone;
            });
  }

  private Target begin(Installation installation, TargetKey key, Credentials credentials) {
    Target target =
        switch (key) {
          case TargetKey.Pod(String runtime, RuntimePod pod) ->
              new PushTarget(
                  runtime,
                  pod,
                  credentials,
                  endpoints,
                  times,
                  meters.target(runtime, pod.name()),
                  new Listening());
          case TargetKey.Other(String runtime, RuntimeDelivery delivery) ->
              deliveries
                  .target(
                      installation.namespace(),
                      installation.name(),
                      runtime,
                      delivery,
                      new Listening())
                  .orElseThrow();
        };
    target.offer(new Target.Offer(offer.table(), System.nanoTime()));
    target.start();
    return target;
  }

  /** Has every target asked soon whether it still has its table. */
  synchronized void look() {
    targets.values().forEach(Target::look);
  }

  synchronized void stop() {
    targets.values().forEach(Target::stop);
    targets.clear();
    meters.remove();
  }

  synchronized SyncState state() {
    Fence current = offer == null ? null : offer.table().fence();
    List<SyncState.TargetState> states = new ArrayList<>();
    targets.values().forEach(target -> states.add(target.state(current)));
    return new SyncState(
        Optional.ofNullable(current), content == null ? List.of() : content.gateway(), states);
  }

  private synchronized boolean reissue(Fence applied) {
    OptionalLong term = leadership.term();
    if (term.isEmpty() || offer == null) {
      return false;
    }
    if (offer.table().fence().compareTo(applied) <= 0) {
      issue(term.getAsLong(), System.nanoTime());
    }
    return offer.table().fence().compareTo(applied) > 0;
  }

  private final class Listening implements Target.Listener {

    @Override
    public void progressed() {
      onProgress.run();
    }

    @Override
    public boolean overtaken(Fence applied) {
      // Outside our lock: it asks the API server.
      return leadership.raiseAbove(applied.term()) && reissue(applied);
    }
  }
}
