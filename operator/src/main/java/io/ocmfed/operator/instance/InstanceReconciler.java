package io.ocmfed.operator.instance;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.operator.gateway.Publisher;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.mirror.Mirrors;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.PassEnd;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import io.ocmfed.operator.wake.RelevantChange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owns the conditions Ready, GatewayAvailable, RuntimesReachable and EndpointsInSync of
 * OcmInstance. It has no finalizer: without the object the endpoints are no longer maintained, and
 * that is all.
 */
@ControllerConfiguration(
    name = "ocminstance",
    generationAwareEventProcessing = false,
    fieldManager = Identity.FIELD_MANAGER,
    informer = @Informer(onUpdateFilter = RelevantChange.class))
public class InstanceReconciler implements Reconciler<OcmInstance> {

  /**
   * A table is usually acknowledged in less, so one status write tells both; and when the gateways
   * of hundreds of instances change at once, telling the runtimes goes before telling of it.
   */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private final Installations installations;
  private final Publisher publisher;
  private final Mirrors mirrors;
  private final Objects<OcmInstance> instances;
  private final Gate gate;
  private final PassEnd passEnd;
  private final InstanceDecision decision;

  /** Without a finalizer nobody else tells which object it was that is gone. */
  private final Map<ResourceID, OcmInstance> looked = new ConcurrentHashMap<>();

  public InstanceReconciler(
      Installations installations,
      Publisher publisher,
      Mirrors mirrors,
      Objects<OcmInstance> instances,
      Gate gate,
      PassEnd passEnd,
      Clock clock,
      Times times) {
    this.installations = installations;
    this.publisher = publisher;
    this.mirrors = mirrors;
    this.instances = instances;
    this.gate = gate;
    this.passEnd = passEnd;
    this.decision = new InstanceDecision(clock, times.slowPass());
    installations.onChange(this::changed);
    publisher.onProgress(id -> instances.wakeSoon(id, SETTLING));
    mirrors.onProgress(id -> instances.wakeSoon(id, SETTLING));
  }

  private void changed(ResourceID id) {
    if (installations.instance(id.getNamespace().orElse(""), id.getName()).isPresent()) {
      instances.wakeSoon(id, SETTLING);
    } else {
      OcmInstance gone = looked.remove(id);
      if (gone != null) {
        passEnd.forget(gone);
      }
    }
  }

  @Override
  public List<EventSource<?, OcmInstance>> prepareEventSources(
      EventSourceContext<OcmInstance> context) {
    return instances.bind(context, Map.of());
  }

  @Override
  public UpdateControl<OcmInstance> reconcile(OcmInstance instance, Context<OcmInstance> context) {
    String namespace = instance.getMetadata().getNamespace();
    Optional<Installation> installation =
        installations.find(namespace, instance.getMetadata().getName());
    if (!gate.open() || installation.isEmpty()) {
      return UpdateControl.<OcmInstance>noUpdate().rescheduleAfter(Gate.PAUSE);
    }
    ResourceID id = ResourceID.fromResource(instance);
    looked.put(id, instance);
    if (Conditions.paused(instance)) {
      return passEnd.finish(instance, decision.paused(instance), OcmInstance::new, context);
    }
    OcmInstance oldest = installations.rightful(instance);
    InstanceSight sight =
        new InstanceSight(
            installation.get(),
            installation.get().rightful() ? Optional.empty() : Optional.of(oldest),
            publisher.state(id),
            mirrors.notShown(id));
    return passEnd.finish(instance, decision.decide(instance, sight), OcmInstance::new, context);
  }
}
