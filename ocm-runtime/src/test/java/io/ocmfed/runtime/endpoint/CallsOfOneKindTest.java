package io.ocmfed.runtime.endpoint;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.ocmfed.runtime.rpc.InternalServer;
import io.ocmfed.runtime.rpc.InternalService;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.share.v1.Connection;
import io.ocmfed.runtime.share.v1.ConnectionList;
import io.ocmfed.runtime.share.v1.CreateInvitationRequest;
import io.ocmfed.runtime.share.v1.Invitation;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.share.v1.UserRequest;
import io.ocmfed.runtime.testing.Callers;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.testing.Line;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that may be doubled are; those that may not arrive once, whatever happens to the line. */
class CallsOfOneKindTest {

  private static final String NETWORK = "127.0.66.";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path home;
  private final List<InternalServer> servers = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final Counting counting = new Counting();
  private final AppliedEndpoints applied = new AppliedEndpoints(Clock.systemUTC());
  private Installation installation;
  private ServiceChannels channels;
  private ServiceChannel ocm;
  private int port;
  private long sequence;

  @BeforeEach
  void twoServers() {
    installation = new Installation(home);
    Settings settings = installation.settings(Map.of());
    port = Installation.freePort(NETWORK + 1);
    int behind = Installation.freePort(NETWORK + 101);
    for (int number : new int[] {1, 2}) {
      servers.add(serve(number, behind));
      lines.add(new Line(NETWORK + number, port, NETWORK + (100 + number), behind));
    }
    channels =
        new ServiceChannels(
            settings,
            applied,
            new InternalTls(settings),
            new InternalToken(settings, Clock.systemUTC()),
            Clock.systemUTC());
    ocm = channels.to(Role.OCM);
  }

  private InternalServer serve(int number, int behind) {
    Settings settings =
        installation.settings(
            Map.of(
                "ocmfed.host",
                NETWORK + (100 + number),
                "ocmfed.ocm-port",
                String.valueOf(behind),
                "ocmfed.drain-grace",
                "PT10S"));
    return InternalServer.start(
        settings,
        Role.OCM,
        List.of(counting),
        new InternalTls(settings).forServer(),
        new InternalToken(settings, Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    channels.close();
    lines.forEach(Line::close);
    servers.parallelStream().forEach(InternalServer::close);
  }

  @Test
  void anIdempotentCallThatIsSlowIsMadeOnceMoreElsewhere() throws Exception {
    table(1, 2);
    counting.keepLists = 1;
    assertThat(list().get(1, TimeUnit.MINUTES).getConnectionsList()).hasSize(1);
    assertThat(counting.lists.get()).isEqualTo(2);
  }

  @Test
  void withOneAddressASlowCallIsNotDoubled() throws Exception {
    table(1);
    counting.keepLists = 1;
    CompletableFuture<ConnectionList> slow = list();
    await().until(() -> counting.kept.size() == 1);
    // Longer than it takes to hedge a call three times.
    CompletableFuture.runAsync(
            () -> answer(counting.kept.getFirst()),
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS))
        .join();
    assertThat(slow.get(1, TimeUnit.MINUTES).getConnectionsList()).hasSize(1);
    assertThat(counting.lists.get()).isEqualTo(1);
  }

  @Test
  void aCallThatIsNotIdempotentIsAnsweredHoweverSlowAndArrivesOnce() throws Exception {
    table(1, 2);
    CompletableFuture<Invitation> invitation = invite();
    await().until(() -> counting.invitations.size() == 1);
    // Longer than it takes to hedge a call three times.
    CompletableFuture.runAsync(
            () -> counting.answerInvitations(),
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS))
        .join();
    assertThat(invitation.get(1, TimeUnit.MINUTES).getToken()).isEqualTo("token");
    assertThat(counting.arrived.get()).isEqualTo(1);
  }

  @Test
  void aCallThatIsNotIdempotentIsNotRepeatedOnceItWasSent() {
    table(1, 2);
    CompletableFuture<Invitation> invitation = invite();
    await().until(() -> counting.invitations.size() == 1);
    lines.forEach(Line::cut);
    lines.forEach(Line::restore);
    assertThat(invitation)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(ExecutionException.class)
        .satisfies(
            thrown -> {
              FailureException failed = (FailureException) thrown.getCause();
              assertThat(failed.failure().code()).isEqualTo(Code.OCM_UNAVAILABLE);
              assertThat(failed.failure().attempts()).isEqualTo(1);
              assertThat(failed.failure().endpoint()).contains(":" + port);
            });
    assertThat(counting.arrived.get()).isEqualTo(1);
  }

  @Test
  void aCallThatIsNotIdempotentWaitsWhileNothingCouldBeSent() throws Exception {
    lines.forEach(Line::cut);
    table(1, 2);
    CompletableFuture<Invitation> invitation = invite();
    await().until(() -> ocm.waiting() == 1);
    lines.getFirst().restore();
    await().until(() -> counting.invitations.size() == 1);
    counting.answerInvitations();
    assertThat(invitation.get(1, TimeUnit.MINUTES).getToken()).isEqualTo("token");
    assertThat(counting.arrived.get()).isEqualTo(1);
  }

  @Test
  void whenAServerLeavesInOrderEveryCallArrivesOnceAndIsAnswered() {
    table(1, 2);
    counting.atOnce = true;
    try (Callers callers = new Callers(() -> invite().join())) {
      await().until(() -> callers.answered() > 20);
      servers.getFirst().drain();
      servers.getFirst().close();
      table(2);
      long before = callers.answered();
      await().until(() -> callers.answered() > before + 20);
      assertThat(callers.end()).isEmpty();
      assertThat(counting.arrived.get()).isEqualTo(callers.answered());
    } catch (CompletionException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private CompletableFuture<Invitation> invite() {
    CreateInvitationRequest request =
        CreateInvitationRequest.newBuilder().setUserId("alice").build();
    return CompletableFuture.supplyAsync(
        () -> ocm.call(OcmGrpc.getCreateInvitationMethod(), request, LIMIT),
        task -> Thread.ofVirtual().start(task));
  }

  private CompletableFuture<ConnectionList> list() {
    UserRequest request = UserRequest.newBuilder().setUserId("alice").build();
    return CompletableFuture.supplyAsync(
        () -> ocm.call(OcmGrpc.getListConnectionsMethod(), request, LIMIT),
        task -> Thread.ofVirtual().start(task));
  }

  private void table(int... numbers) {
    applied.push(
        new Fence(1, ++sequence),
        Map.of(
            "ocm",
            IntStream.of(numbers)
                .mapToObj(number -> new Endpoint(NETWORK + number, port, null, null))
                .toList()));
  }

  private static void answer(StreamObserver<ConnectionList> caller) {
    caller.onNext(
        ConnectionList.newBuilder().addConnections(Connection.getDefaultInstance()).build());
    caller.onCompleted();
  }

  /** Counts what arrives and answers when told to. */
  private static final class Counting implements InternalService, OcmGrpc.AsyncService {

    private final AtomicInteger lists = new AtomicInteger();
    private final List<StreamObserver<ConnectionList>> kept = new CopyOnWriteArrayList<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private final List<StreamObserver<Invitation>> invitations = new CopyOnWriteArrayList<>();
    private volatile int keepLists;
    private volatile boolean atOnce;

    @Override
    public Role role() {
      return Role.OCM;
    }

    @Override
    public BindableService service() {
      return () -> OcmGrpc.bindService(this);
    }

    @Override
    public void listConnections(UserRequest request, StreamObserver<ConnectionList> answer) {
      if (lists.incrementAndGet() > keepLists) {
        CallsOfOneKindTest.answer(answer);
      } else {
        kept.add(answer);
      }
    }

    @Override
    public void createInvitation(
        CreateInvitationRequest request, StreamObserver<Invitation> answer) {
      arrived.incrementAndGet();
      invitations.add(answer);
      if (atOnce) {
        answerInvitations();
      }
    }

    void answerInvitations() {
      for (StreamObserver<Invitation> answer : invitations) {
        if (invitations.remove(answer)) {
          answer.onNext(Invitation.newBuilder().setToken("token").build());
          answer.onCompleted();
        }
      }
    }
  }
}
