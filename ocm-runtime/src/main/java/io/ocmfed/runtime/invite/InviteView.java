package io.ocmfed.runtime.invite;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A declared invitation as the admin API shows it (docs/design/admin-api.md). */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record InviteView(
    String name,
    String uid,
    long generation,
    String domain,
    String type,
    String user,
    String state,
    Instant expiresAt,
    FailureView failure,
    Instant retryAt,
    List<ConnectionView> connections) {

  private static final int MOST = 100;

  /** One connection that the invitation led to. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record ConnectionView(
      String id,
      String remoteUser,
      String remoteDisplayName,
      String state,
      Instant establishedAt,
      Instant endedAt,
      String endedBy,
      String cause) {}

  /** As of this transaction. */
  public static InviteView of(Tx tx, DeclaredInvite declared, Instant now) {
    boolean issue = declared.type() == InviteType.ISSUE;
    Optional<Invitation> invitation = tx.invitations().find(declared.tokenHash());
    List<Acceptance> uses =
        issue ? invitation.map(offer -> uses(tx, offer)).orElse(List.of()) : accepted(tx, declared);
    Optional<Acceptance> last =
        Optional.ofNullable(declared.acceptanceId()).flatMap(tx.acceptances()::find);
    Optional<OutboxEntry> owed =
        last.filter(acceptance -> acceptance.state() == AcceptanceState.PENDING)
            .flatMap(acceptance -> tx.outbox().of(MessageKind.INVITE_ACCEPTED, acceptance.id()));
    boolean again =
        last.filter(one -> one.ended() || one.disputedAt() != null)
            .filter(acceptance -> acceptance.remoteUser() != null)
            .map(
                acceptance ->
                    tx.acceptances()
                        .ofPair(
                            acceptance.domain(), acceptance.localUser(), acceptance.remoteUser()))
            .filter(pair -> pair.stream().anyMatch(Acceptance::connects))
            .isPresent();
    Failure failure =
        declared.failure() != null
            ? declared.failure()
            : last.filter(one -> one.state() != AcceptanceState.STANDING)
                .map(Acceptance::failure)
                .orElse(null);
    String state =
        issue
            ? offered(declared, invitation, uses, now)
            : again ? "Connected" : accepting(declared, last);
    return new InviteView(
        declared.name(),
        declared.uid(),
        declared.generation(),
        declared.domain(),
        issue ? "Issue" : "Accept",
        declared.userId(),
        state,
        declared.expiresAt(),
        issue || state.equals("Connected") ? null : FailureView.of(failure),
        owed.filter(entry -> entry.failure() != null).map(OutboxEntry::nextAt).orElse(null),
        shown(uses));
  }

  private static List<Acceptance> uses(Tx tx, Invitation invitation) {
    return tx.acceptances().ofToken(invitation.tokenHash()).stream()
        .filter(invitation::counts)
        .toList();
  }

  private static List<Acceptance> accepted(Tx tx, DeclaredInvite declared) {
    return Stream.concat(
            tx.acceptances().madeBy(declared.name()).stream()
                .filter(one -> one.domain().equals(declared.domain())),
            Optional.ofNullable(declared.acceptanceId()).flatMap(tx.acceptances()::find).stream())
        .distinct()
        .toList();
  }

  private static String offered(
      DeclaredInvite declared,
      Optional<Invitation> invitation,
      List<Acceptance> uses,
      Instant now) {
    if (!now.isBefore(declared.expiresAt())) {
      return "Expired";
    }
    return invitation.filter(offer -> offer.exhausted(uses)).isPresent() ? "Exhausted" : "Offered";
  }

  private static String accepting(DeclaredInvite declared, Optional<Acceptance> last) {
    if (last.isEmpty()) {
      return declared.failure() == null ? "Pending" : "Failed";
    }
    Acceptance acceptance = last.get();
    return switch (acceptance.state()) {
      case PENDING -> acceptance.failure() == null ? "Pending" : "Waiting";
      case STANDING -> acceptance.connects() ? "Connected" : "Disputed";
      case ENDED ->
          acceptance.establishedAt() == null && acceptance.failure() != null
              ? "Failed"
              : "Disconnected";
    };
  }

  private static List<ConnectionView> shown(List<Acceptance> uses) {
    return uses.stream()
        .filter(use -> use.remoteUser() != null)
        .sorted(
            Comparator.comparing((Acceptance use) -> use.state() != AcceptanceState.STANDING)
                .thenComparing(Acceptance::beganTick, Comparator.reverseOrder()))
        .limit(MOST)
        .map(
            use ->
                new ConnectionView(
                    use.id(),
                    use.remoteUser() + "@" + use.domain(),
                    use.remoteName(),
                    state(use),
                    use.establishedAt(),
                    use.endedAt(),
                    word(use.endedBy()),
                    word(use.cause())))
        .toList();
  }

  /** Pending, Standing, Disputed or Ended. */
  public static String state(Acceptance acceptance) {
    return acceptance.state() == AcceptanceState.STANDING && acceptance.disputedAt() != null
        ? "Disputed"
        : word(acceptance.state());
  }

  /** The constant's name as the admin API writes it; null stays null. */
  public static String word(Enum<?> constant) {
    if (constant == null) {
      return null;
    }
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
