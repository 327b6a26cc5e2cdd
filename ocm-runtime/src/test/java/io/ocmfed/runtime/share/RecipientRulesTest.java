package io.ocmfed.runtime.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.share.RecipientRules.Ruling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Acceptance PENDING =
      Acceptance.pending("acceptance-1", "bob", "a.org", "h", "s", null, 1, NOW);
  private static final Acceptance STANDING =
      PENDING.standing(Remote.of("a.org", "alice"), true, NOW);

  private static final String NEW_FORM =
      """
      {'shareWith':'bob@b.org','name':'report.pdf','providerId':7,'owner':'alice@a.org',
       'sender':'alice@a.org','shareType':'user','resourceType':'file','expiration':0,
       'acceptanceId':'acceptance-1','description':'',
       'protocol':{'name':'multi','webdav':{'uri':'https://a.org/dav/ocm/7','sharedSecret':'s3cret',
         'permissions':['read','write']}}}
      """;

  private static final String OLD_FORM =
      """
      {'shareWith':'bob@https://b.org/','name':'report.pdf','providerId':'7',
       'owner':'alice@https://a.org','sharedBy':'alice@a.org','sharedByDisplayName':'Alice',
       'shareType':'user','resourceType':'file',
       'protocol':{'name':'webdav','options':{'sharedSecret':'s3cret',
         'permissions':'{http://open-cloud-mesh.org/ns}share-permissions'}}}
      """;

  @Test
  void bothFormsAreRead() {
    OfferedShare now = read(NEW_FORM);
    assertThat(now.providerId()).isEqualTo("7");
    assertThat(now.expiresAt()).isNull();
    assertThat(now.permissions()).containsExactly("read", "write");
    OfferedShare old = read(OLD_FORM);
    assertThat(old.secret()).isEqualTo("s3cret");
    assertThat(old.permissions()).containsExactly("read");
    assertThat(old.senderName()).isEqualTo("Alice");
    assertThat(old.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'shareType':'user' | 'shareType':'group' | 501",
        "'resourceType':'file' | 'resourceType':'calendar' | 501",
        "bob@b.org | bob@c.org | 400",
        "'expiration':0 | 'expiration':1000 | 400",
        "'permissions' | 'requirements':['must-use-mfa'],'permissions' | 501",
      })
  void whatWeDoNotSupportIsRefused(String what, String by, int status) {
    Optional<Ruling> ruling =
        RecipientRules.message(read(NEW_FORM.replace(what, by)), "b.org", NOW);
    assertThat(ruling.map(one -> ((Ruling.Refuse) one).status())).contains(status);
  }

  @ParameterizedTest
  @CsvSource({"providerId", "shareWith", "name", "resourceType"})
  void aMissingFieldIsNamed(String field) {
    assertThatThrownBy(() -> read(NEW_FORM.replace("'" + field + "'", "'x'")))
        .hasMessageContaining("INVALID_REQUEST")
        .hasMessageContaining(field);
  }

  @Test
  void aShareRestsOnTheAcceptanceThatItNames() {
    assertThat(decide(STANDING)).isEqualTo(new Ruling.Take(STANDING));
    assertThat(decide(PENDING)).isEqualTo(new Ruling.Complete(PENDING));
    assertThat(status(decide(STANDING.ended(Party.LOCAL, Cause.USER, null, NOW)))).isEqualTo(410);
    assertThat(status(decide(null))).isEqualTo(403);
    Acceptance carols =
        Acceptance.pending("acceptance-1", "carol", "a.org", "h", "s", null, 1, NOW);
    assertThat(status(decide(carols))).isEqualTo(403);
    Acceptance foreign = Acceptance.pending("acceptance-1", "bob", "c.org", "h", "s", null, 1, NOW);
    assertThat(status(decide(foreign))).isEqualTo(403);
  }

  @Test
  void serversWithoutIdsNeedAnyConnectionOfTheTwo() {
    OfferedShare offer = read(OLD_FORM);
    assertThat(
            RecipientRules.decide(
                offer, "a.org", "bob", Optional.empty(), Optional.empty(), List.of(STANDING)))
        .isEqualTo(new Ruling.Take(STANDING));
    assertThat(
            status(
                RecipientRules.decide(
                    offer, "a.org", "bob", Optional.empty(), Optional.empty(), List.of(PENDING))))
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/dav/ocm/7, https://a.org/dav/ocm/7",
    "https://A.org:443/x, https://A.org:443/x",
    "https://files.a.org/x, https://files.a.org/x",
    "key-7, https://a.org/remote/dav/key-7",
    "/key-7, https://a.org/remote/dav/key-7",
    "https://evil.org/x,",
    "http://a.org/x,",
    "https://user@a.org/x,",
    "https://a.org.evil.org/x,",
    "https://a.org:8443/x,",
    "//evil.org/x, https://a.org/remote/dav/evil.org/x",
  })
  void theAddressMustBeOnAHostOfThePeer(String uri, String expected) {
    OfferedShare offer = read(NEW_FORM.replace("https://a.org/dav/ocm/7", uri));
    assertThat(RecipientRules.address(offer, peer()).map(URI::toString))
        .isEqualTo(Optional.ofNullable(expected));
  }

  private static Ruling decide(Acceptance named) {
    return RecipientRules.decide(
        read(NEW_FORM), "a.org", "bob", Optional.empty(), Optional.ofNullable(named), List.of());
  }

  private static int status(Ruling ruling) {
    return ((Ruling.Refuse) ruling).status();
  }

  private static Peer peer() {
    return new Peer(
        "a.org",
        "A",
        "1.4.0",
        URI.create("https://files.a.org/ocm"),
        Set.of(),
        Set.of(),
        Optional.of("/remote/dav"),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static OfferedShare read(String json) {
    return OfferedShare.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
