package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.ocmfed.node.image.Invocation;
import io.ocmfed.node.image.Launch;
import io.ocmfed.node.image.StartException;
import io.ocmfed.node.process.LocalProcess;
import io.ocmfed.node.process.ProcessExit;
import io.ocmfed.node.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One container from its first start to its last end: starts its process, has it probed, starts it
 * again as the restart policy says, and ends it in an orderly way.
 */
final class ContainerWorker {

  /** When an ended container is started again. */
  enum Restart {
    ALWAYS,
    ON_FAILURE,
    NEVER
  }

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  /** What a container has left at least after its preStop hook, as the kubelet gives it. */
  private static final Duration AFTER_HOOK = Duration.ofSeconds(2);

  private final Container container;
  private final Restart restart;
  private final PodWorker pod;
  private final PodContext context;
  private final ContainerLaunch launches;

  private ContainerView view;
  private volatile Running running;
  private volatile boolean heldUnready;

  /** One process with all that belongs to it. */
  private record Running(
      LocalProcess process, Launch launch, ProbeTarget target, Probing probing, Runnable slot) {}

  ContainerWorker(
      Container container,
      Restart restart,
      PodWorker pod,
      PodContext context,
      ContainerLaunch launches) {
    this.container = container;
    this.restart = restart;
    this.pod = pod;
    this.context = context;
    this.launches = launches;
    this.view =
        new ContainerView(
            container.getName(),
            container.getImage(),
            new Doing.Waiting("ContainerCreating", ""),
            Optional.empty(),
            0,
            false,
            false,
            false);
  }

  String name() {
    return container.getName();
  }

  synchronized ContainerView view() {
    return heldUnready
        ? new ContainerView(
            view.name(),
            view.image(),
            view.state(),
            view.last(),
            view.restarts(),
            view.started(),
            false,
            view.finished())
        : view;
  }

  /** Runs until the container has ended for good. */
  void run() throws InterruptedException {
    Backoff backoff = Backoff.none();
    while (!pod.isEnding()) {
      Optional<Running> launched = launch();
      if (launched.isEmpty()) {
        pod.awaitEnding(RETRY);
        continue;
      }
      Doing.Terminated end = untilItEnds(launched.get());
      if (pod.isEnding() || !again(end)) {
        finish(end);
        return;
      }
      backoff = backoff.after(Duration.between(end.startedAt(), end.finishedAt()));
      awaitRestart(end, backoff);
    }
    finish(view().last().map(Doing.class::cast).orElse(view().state()));
  }

  private boolean again(Doing.Terminated end) {
    return switch (restart) {
      case ALWAYS -> true;
      case ON_FAILURE -> end.exitCode() != 0;
      case NEVER -> false;
    };
  }

  private Optional<Running> launch() throws InterruptedException {
    StartSlots.Slot slot = null;
    try {
      var image = context.images().find(container.getImage());
      Invocation invocation = launches.of(container);
      Launch launch = image.prepare(invocation);
      if (launch.heavyStart()) {
        slot = context.slots().take(RETRY);
        if (slot == null) {
          waiting("ContainerCreating", "waits until other containers have started");
          return Optional.empty();
        }
      }
      Running started = start(invocation, launch, slot);
      slot = null;
      return Optional.of(started);
    } catch (StartException e) {
      boolean noImage = e instanceof StartException.NoSuchImage;
      waiting(noImage ? "ErrImagePull" : "CreateContainerConfigError", e.getMessage());
      pod.warn("Failed", container.getName() + ": " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      waiting("RunContainerError", String.valueOf(e.getMessage()));
      pod.warn("Failed", container.getName() + ": " + e.getMessage());
      return Optional.empty();
    } finally {
      if (slot != null) {
        slot.giveBack();
      }
    }
  }

  private Running start(Invocation invocation, Launch launch, StartSlots.Slot slot)
      throws IOException {
    LocalProcess process =
        LocalProcess.start(
            launch.commandLine(), launch.environment(), invocation.directory(), invocation.log());
    var target = new ProbeTarget(container, invocation);
    Runnable giveBack = slot == null ? () -> {} : slot::giveBack;
    if (slot != null) {
      slot.giveBackAfter(LONGEST_START);
    }
    var probing = new Probing(target, new ProbeNews(process, giveBack));
    var started = new Running(process, launch, target, probing, giveBack);
    running = started;
    synchronized (this) {
      view = changed(new Doing.Running(process.pid(), process.startedAt()), false, false);
    }
    pod.changed();
    if (pod.isEnding()) {
      // The end began while we started: whoever ends the pod may have missed this process.
      process.kill();
    }
    context.events().normal(pod.latest(), "Started", "Started container " + name());
    probing.start();
    return started;
  }

  private Doing.Terminated untilItEnds(Running current) throws InterruptedException {
    ProcessExit exit = current.process().await();
    current.probing().stop();
    current.slot().run();
    running = null;
    boolean good = exit.succeeded();
    var end =
        new Doing.Terminated(
            exit.code(),
            exit.signal(),
            good ? "Completed" : "Error",
            "",
            current.process().pid(),
            current.process().startedAt(),
            Instant.now());
    synchronized (this) {
      view = changed(end, false, false);
    }
    pod.changed();
    return end;
  }

  private void awaitRestart(Doing.Terminated end, Backoff backoff) throws InterruptedException {
    Duration delay = backoff.delay();
    synchronized (this) {
      boolean waits = !delay.isZero();
      Doing next =
          waits
              ? new Doing.Waiting(
                  "CrashLoopBackOff",
                  "back-off " + delay.toSeconds() + "s restarting the container")
              : new Doing.Waiting("ContainerCreating", "");
      view =
          new ContainerView(
              view.name(),
              view.image(),
              next,
              Optional.of(end),
              view.restarts() + 1,
              false,
              false,
              false);
    }
    pod.changed();
    if (!delay.isZero()) {
      pod.warn("BackOff", "Back-off restarting failed container " + container.getName());
      pod.awaitEnding(delay);
    }
  }

  private void finish(Doing end) {
    synchronized (this) {
      view =
          new ContainerView(
              view.name(), view.image(), end, view.last(), view.restarts(), false, false, true);
    }
    pod.changed();
  }

  private synchronized void waiting(String reason, String message) {
    view = changed(new Doing.Waiting(reason, message), false, false);
    pod.changed();
  }

  private ContainerView changed(Doing state, boolean started, boolean ready) {
    return new ContainerView(
        view.name(),
        view.image(),
        state,
        view.last(),
        view.restarts(),
        started,
        ready,
        view.finished());
  }

  /** Ends the process: preStop hook, its stop signal, and SIGKILL when the time is over. */
  void stop(Duration grace) throws InterruptedException {
    Running current = running;
    if (current == null) {
      return;
    }
    current.probing().stop();
    Duration left = grace;
    if (container.getLifecycle() != null && container.getLifecycle().getPreStop() != null) {
      Instant deadline = Instant.now().plus(grace);
      new HandlerRunner(current.target()).hook(container.getLifecycle().getPreStop(), grace);
      Duration rest = Duration.between(Instant.now(), deadline);
      left = rest.compareTo(AFTER_HOOK) < 0 ? AFTER_HOOK : rest;
    }
    current.process().signal(current.launch().stopSignal());
    if (!current.process().awaitEnd(left)) {
      current.process().kill();
    }
  }

  /** Kills the process and all it started, now. */
  void kill() {
    Running current = running;
    if (current != null) {
      current.process().kill();
    }
  }

  /** A fault: stops or continues the process and all it started. */
  void signal(Signal signal) {
    Running current = running;
    if (current != null) {
      current.process().signalFamily(signal);
    }
  }

  /** A fault: packets for its sockets are lost, or arrive again. */
  void losePackets(boolean lose) {
    Running current = running;
    if (current == null) {
      return;
    }
    if (!lose) {
      current.process().losePacketsNoMore();
      return;
    }
    try {
      current.process().losePackets();
    } catch (IOException e) {
      pod.warn("FaultNotApplied", name() + ": " + e.getMessage());
    }
  }

  /** A fault: not ready, whatever its probe says. */
  void holdUnready(boolean hold) {
    heldUnready = hold;
    pod.changed();
  }

  Optional<LocalProcess> process() {
    return Optional.ofNullable(running).map(Running::process);
  }

  private final class ProbeNews implements Probing.Listener {

    private final LocalProcess process;
    private final Runnable giveSlotBack;

    ProbeNews(LocalProcess process, Runnable giveSlotBack) {
      this.process = process;
      this.giveSlotBack = giveSlotBack;
    }

    @Override
    public void started() {
      apply(true, false);
    }

    @Override
    public void ready(boolean ready) {
      if (ready) {
        pod.checkListeners();
        giveSlotBack.run();
      }
      apply(true, ready);
    }

    private void apply(boolean started, boolean ready) {
      synchronized (ContainerWorker.this) {
        if (view.state() instanceof Doing.Running now && now.pid() == process.pid()) {
          view = changed(now, started, ready);
        }
      }
      pod.changed();
    }

    @Override
    public void mustRestart(String probe, String message) {
      pod.warn("Unhealthy", probe + " probe failed: " + message);
      pod.warn("Killing", "Container " + name() + " failed its probe, will be restarted");
      Thread.ofVirtual()
          .name("restart-" + name())
          .start(
              () -> {
                try {
                  stop(pod.grace());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Override
    public void unhealthy(String probe, String message) {
      pod.warn("Unhealthy", probe + " probe failed: " + message);
    }
  }
}
