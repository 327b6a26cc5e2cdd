package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.node.process.Listeners;
import io.ocmfed.node.process.LocalProcess;
import io.ocmfed.node.process.Signal;
import io.ocmfed.node.volume.PodVolumes;
import io.ocmfed.node.volume.VolumeException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One pod on this node, from its binding to the deletion of its object. All that happens to it from
 * outside comes in by {@link #observed}, {@link #vanished} and {@link #sourceChanged}.
 */
public final class PodWorker {

  private static final System.Logger LOG = System.getLogger(PodWorker.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration UPKEEP = Duration.ofSeconds(2);
  private static final int ROUNDS_BETWEEN_CHECKS = 15;
  private static final int ROUNDS_BETWEEN_TOKENS = 30;
  private static final long DEFAULT_GRACE = 30;

  private final PodContext context;
  private final String podIp;
  private final Instant startedAt = Instant.now();
  private final PodVolumes volumes;
  private final PodStatusPublisher publisher;
  private final Faults faults = new Faults(this);
  private final List<ContainerWorker> initContainers = new ArrayList<>();
  private final List<ContainerWorker> containers = new ArrayList<>();

  /** Open until the deletion has begun, the object is gone, or the node gave the pod up. */
  private final CountDownLatch ending = new CountDownLatch(1);

  /** Open until the object's deletion has begun or the object is gone. */
  private final CountDownLatch deletion = new CountDownLatch(1);

  private volatile Pod latest;
  private volatile boolean initialized;
  private volatile boolean vanished;
  private volatile Optional<PodView.Failure> failure = Optional.empty();

  /**
   * @param podIp an address that no other pod has
   */
  public PodWorker(PodContext context, Pod pod, String podIp) {
    this.context = context;
    this.latest = pod;
    this.podIp = podIp;
    Path directory = context.stateDir().resolve("pods").resolve(pod.getMetadata().getUid());
    this.volumes = new PodVolumes(pod, directory, context.sources(), podIp, context.nodeIp());
    this.publisher = new PodStatusPublisher(context.client(), () -> latest, this::view);
    var launches = new ContainerLaunch(context, pod, podIp, directory, volumes);
    var restart = restartOf(pod.getSpec().getRestartPolicy());
    var initRestart =
        restart == ContainerWorker.Restart.NEVER ? restart : ContainerWorker.Restart.ON_FAILURE;
    for (Container container : pod.getSpec().getInitContainers()) {
      initContainers.add(new ContainerWorker(container, initRestart, this, context, launches));
    }
    for (Container container : pod.getSpec().getContainers()) {
      containers.add(new ContainerWorker(container, restart, this, context, launches));
    }
    noticeDeletion(pod);
  }

  private static ContainerWorker.Restart restartOf(String policy) {
    return switch (policy == null ? "Always" : policy) {
      case "Never" -> ContainerWorker.Restart.NEVER;
      case "OnFailure" -> ContainerWorker.Restart.ON_FAILURE;
      default -> ContainerWorker.Restart.ALWAYS;
    };
  }

  /** Lives the pod's whole life in the calling thread. */
  public void run() throws InterruptedException {
    Thread publishing = thread("status", publisher::run);
    Thread upkeep = thread("upkeep", this::upkeep);
    try {
      publisher.changed();
      live();
      deletion.await();
      upkeep.interrupt();
      publisher.stop();
      publishing.join();
      if (!vanished) {
        publisher.publish();
        while (!vanished && !objectDeleted()) {
          Thread.sleep(RETRY);
        }
      }
      volumes.delete();
    } catch (IOException e) {
      log("event=pod_directory_not_deleted error=" + e.getMessage());
    } finally {
      upkeep.interrupt();
      publishing.interrupt();
      killAll();
    }
  }

  private void live() throws InterruptedException {
    if (!volumesMade()) {
      return;
    }
    for (ContainerWorker container : initContainers) {
      runToTheEnd(List.of(container));
      if (isEnding() || !container.view().succeeded()) {
        return;
      }
    }
    initialized = true;
    changed();
    runToTheEnd(containers);
  }

  private boolean volumesMade() throws InterruptedException {
    while (!isEnding()) {
      try {
        volumes.refresh();
        return true;
      } catch (VolumeException e) {
        warn("FailedMount", e.getMessage());
        awaitEnding(RETRY);
      }
    }
    return false;
  }

  /** Returns when all have ended for good, of themselves or because the pod's end began. */
  private void runToTheEnd(List<ContainerWorker> workers) throws InterruptedException {
    List<Thread> threads =
        workers.stream().map(worker -> thread(worker.name(), worker::run)).toList();
    Thread stopper =
        thread(
            "stop",
            () -> {
              ending.await();
              Duration grace = failure.isPresent() ? Duration.ZERO : grace();
              for (ContainerWorker worker : workers) {
                thread("stop-" + worker.name(), () -> worker.stop(grace));
              }
            });
    for (Thread thread : threads) {
      thread.join();
    }
    stopper.interrupt();
  }

  /** Looks after what may change without anybody telling: tokens, and where it listens. */
  private void upkeep() throws InterruptedException {
    for (int round = 1; ; round++) {
      Thread.sleep(UPKEEP);
      // Processes begin to listen when they start, and a look costs: often at first, seldom later.
      if (initialized && (Integer.bitCount(round) == 1 || round % ROUNDS_BETWEEN_CHECKS == 0)) {
        checkListeners();
      }
      if (initialized && round % ROUNDS_BETWEEN_TOKENS == 0) {
        refreshVolumes();
      }
    }
  }

  /** A change of volumes is not fatal to a running pod: it keeps the files that it has. */
  private void refreshVolumes() {
    try {
      volumes.refresh();
    } catch (VolumeException e) {
      warn("FailedMount", e.getMessage());
    }
  }

  /** Gives the pod up if a process of it listens on another address than the pod's. */
  void checkListeners() {
    try {
      for (ContainerWorker container : containers) {
        Optional<LocalProcess> process = container.process();
        if (process.isEmpty()) {
          continue;
        }
        for (Listeners.Listener listener : Listeners.of(process.get().family())) {
          if (!listener.address().equals(podIp)) {
            fail(
                "ListenerElsewhere",
                "container %s listens on %s; in this cluster it may listen on its pod's IP %s only"
                    .formatted(container.name(), listener, podIp));
          }
        }
      }
    } catch (IOException e) {
      log("event=listeners_not_checked error=" + e.getMessage());
    }
  }

  private void fail(String reason, String message) {
    if (failure.isEmpty()) {
      failure = Optional.of(new PodView.Failure(reason, message));
      ending.countDown();
      warn(reason, message);
      changed();
    }
  }

  /** A newer version of the object was seen. */
  public void observed(Pod pod) {
    latest = pod;
    noticeDeletion(pod);
    faults.apply(pod.getMetadata().getAnnotations());
  }

  private void noticeDeletion(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null && deletion.getCount() > 0) {
      deletion.countDown();
      // Not ready from now on, before any process hears of it.
      publisher.changed();
      ending.countDown();
    }
  }

  /** The object is gone: nobody waits for an orderly end. */
  public void vanished() {
    vanished = true;
    publisher.gone();
    deletion.countDown();
    ending.countDown();
    killAll();
  }

  /** A Secret or ConfigMap of the pod's namespace has changed. */
  public void sourceChanged(String kind, String name) {
    if (initialized && volumes.shows(kind, name)) {
      thread("volumes", this::refreshVolumes);
    }
  }

  /** Ends all processes at once and touches nothing in the API server; for the node's own end. */
  public void abandon() {
    vanished();
  }

  /**
   * The container of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  ContainerWorker container(String name) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the pod has no container " + name));
  }

  List<ContainerWorker> containers() {
    return containers;
  }

  /** Kills a container's process with SIGKILL, as a fault. */
  public void killContainer(String name) {
    container(name).kill();
  }

  /** Stops a container's processes with SIGSTOP, as a fault. */
  public void freeze(String name) {
    container(name).signal(Signal.STOP);
  }

  /** Lets a frozen container go on. */
  public void resume(String name) {
    container(name).signal(Signal.CONT);
  }

  Pod latest() {
    return latest;
  }

  boolean isEnding() {
    return ending.getCount() == 0;
  }

  void awaitEnding(Duration limit) throws InterruptedException {
    ending.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  Duration grace() {
    Pod pod = latest;
    Long ofDeletion = pod.getMetadata().getDeletionGracePeriodSeconds();
    Long ofPod = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(
        ofDeletion != null ? ofDeletion : ofPod != null ? ofPod : DEFAULT_GRACE);
  }

  void changed() {
    publisher.changed();
  }

  void warn(String reason, String message) {
    context.events().warning(latest, reason, message);
  }

  private PodView view() {
    return new PodView(
        podIp,
        context.nodeIp(),
        startedAt,
        initialized,
        deletion.getCount() == 0,
        failure,
        initContainers.stream().map(ContainerWorker::view).toList(),
        containers.stream().map(ContainerWorker::view).toList());
  }

  private void killAll() {
    initContainers.forEach(ContainerWorker::kill);
    containers.forEach(ContainerWorker::kill);
  }

  /**
   * Deletes only this very pod, never a later one of the same name.
   *
   * @return whether it is gone; an API server that is away is asked again
   */
  private boolean objectDeleted() {
    var meta = latest.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions()
            .withUid(meta.getUid())
            .endPreconditions()
            .build();
    String path = "/api/v1/namespaces/%s/pods/%s".formatted(meta.getNamespace(), meta.getName());
    try {
      context.client().raw(path, "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return true;
      }
      log("event=pod_not_deleted error=" + e.getMessage());
      return false;
    }
  }

  private void log(String text) {
    var meta = latest.getMetadata();
    LOG.log(
        System.Logger.Level.WARNING, "{0} pod={1}/{2}", text, meta.getNamespace(), meta.getName());
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private Thread thread(String name, Work work) {
    return Thread.ofVirtual()
        .name(latest.getMetadata().getName() + "/" + name)
        .start(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // no longer needed
              }
            });
  }
}
