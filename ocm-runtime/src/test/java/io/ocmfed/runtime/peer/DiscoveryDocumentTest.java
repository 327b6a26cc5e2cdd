package io.ocmfed.runtime.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ocmfed.runtime.peer.DiscoveryDocument.Reading;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiscoveryDocumentTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void readsWhatServersInTheFieldSay(
      String server,
      String json,
      String version,
      String endPoint,
      Set<String> capabilities,
      String webdav) {
    Peer peer = usable(json);
    assertThat(peer.apiVersion()).isEqualTo(version);
    assertThat(peer.endPoint()).isEqualTo(URI.create(endPoint));
    assertThat(peer.capabilities()).isEqualTo(capabilities);
    assertThat(peer.webdavPath().orElse(null)).isEqualTo(webdav);
  }

  static Stream<Arguments> readsWhatServersInTheFieldSay() {
    return Stream.of(
        arguments(
            "the specification's own",
            """
            {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://c.example.org/ocm","provider":"Example",
             "resourceTypes":[{"name":"file","shareTypes":["user"],
               "protocols":{"webdav":"/dav/ocm/","webdav-receive":{"uri":"absolute"}}}],
             "capabilities":["invites","notifications","protocol-object","http-sig","exchange-token"],
             "criteria":["must-invite","allowlist"],"inviteAcceptDialog":"/ocm/accept-invite",
             "jwksUri":"https://c.example.org/ocm/jwks","tokenEndPoint":"https://c.example.org/ocm/token"}""",
            "1.4.0",
            "https://c.example.org/ocm",
            Set.of("invites", "notifications", "protocol-object", "http-sig", "exchange-token"),
            "/dav/ocm/"),
        arguments(
            "Nextcloud 32",
            """
            {"enabled":true,"apiVersion":"1.1.0","endPoint":"https://c.example.org/index.php/ocm",
             "resourceTypes":[{"name":"talk-room","shareTypes":["user"],"protocols":{"talk-v1":"/ocs/v2.php"}},
              {"name":"file","shareTypes":["user","group"],"protocols":{"webdav":"/public.php/webdav/"}}],
             "capabilities":["/invite-accepted","/notifications","/shares"],
             "publicKey":{"keyId":"https://c.example.org/ocm#signature","publicKeyPem":"-----BEGIN"}}""",
            "1.1.0",
            "https://c.example.org/index.php/ocm",
            Set.of("invites", "notifications", "shares"),
            "/public.php/webdav/"),
        arguments(
            "OpenCloud",
            """
            {"enabled":true,"apiVersion":"1.2.0","endPoint":"https://c.example.org/ocm","provider":"OpenCloud",
             "resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav/ocm"}}],
             "capabilities":["invites","webdav-uri","protocol-object","invite-wayf"],
             "inviteAcceptDialog":"https://c.example.org/open-cloud-mesh/accept-invite"}""",
            "1.2.0",
            "https://c.example.org/ocm",
            Set.of("invites", "webdav-uri", "protocol-object", "invite-wayf"),
            "/dav/ocm"),
        arguments(
            "CERNBox",
            """
            {"enabled":true,"apiVersion":"1.3.0","endPoint":"https://c.example.org/ocm/",
             "resourceTypes":[{"name":"folder","shareTypes":["user"],"protocols":{"webdav":"/remote.php/dav/ocm/x"}},
              {"name":"file","shareTypes":["user"],"protocols":{"webdav":"/remote.php/dav/ocm/","webdav-receive":{"uri":"absolute"}}}],
             "capabilities":["invites","protocol-object"],"criteria":["must-invite"]}""",
            "1.3.0",
            "https://c.example.org/ocm",
            Set.of("invites", "protocol-object"),
            "/remote.php/dav/ocm/"),
        arguments(
            "ownCloud 10",
            """
            {"enabled":true,"apiVersion":"1.0-proposal1",
             "endPoint":"https://c.example.org/index.php/apps/federatedfilesharing",
             "shareTypes":[{"name":"file","protocols":{"webdav":"/public.php/webdav/"}}]}""",
            "1.0-proposal1",
            "https://c.example.org/index.php/apps/federatedfilesharing",
            Set.of(),
            "/public.php/webdav/"),
        arguments(
            "Seafile",
            """
            {"enabled":true,"apiVersion":"1.0-proposal1","endPoint":"https://c.example.org/api/v2.1/ocm/",
             "resourceTypes":{"name":"library","shareTypes":["user"],"protocols":{"Seafile API":"/x"}}}""",
            "1.0-proposal1",
            "https://c.example.org/api/v2.1/ocm",
            Set.of(),
            null),
        arguments(
            "protocols as objects, odd members, a legacy version",
            """
            {"enabled":"true","version":"1.0","endPoint":"https://C.example.org:8443/ocm","capabilities":["INVITES",7,null,{"a":1}],
             "resourceTypes":[5,{"name":"file","protocols":{"webdav":{"uri":"/dav/"}}}],"criteria":"x","jwksUri":9}""",
            "1.0",
            "https://C.example.org:8443/ocm",
            Set.of("invites", "7"),
            "/dav/"),
        arguments(
            "nothing but the end point",
            "{\"endPoint\":\"https://c.example.org/ocm\"}",
            "1.0",
            "https://c.example.org/ocm",
            Set.of(),
            null),
        arguments(
            "a later version that still knows our words",
            """
            {"apiVersion":"2.0.0","endPoint":"https://c.example.org/ocm","capabilities":["invites"]}""",
            "2.0.0",
            "https://c.example.org/ocm",
            Set.of("invites"),
            null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello|not JSON",
        "[]|not a JSON object",
        "{}|no valid endPoint",
        "{\"endPoint\":\"://\"}|no valid endPoint",
        "{\"enabled\":false,\"endPoint\":\"https://c.example.org/ocm\"}|switched off",
        "{\"endPoint\":\"http://c.example.org/ocm\"}|not an HTTPS address",
        "{\"endPoint\":\"https://evil.example.net/ocm\"}|not on the host of c.example.org",
        "{\"endPoint\":\"/ocm\"}|not an absolute address",
        "{\"endPoint\":\"https://u:p@c.example.org/ocm\"}|user information",
        "{\"apiVersion\":\"2.0\",\"endPoint\":\"https://c.example.org/ocm\",\"capabilities\":[\"new\"]}|offers nothing of version 1",
      })
  void saysWhyADocumentIsOfNoUse(String json, String why) {
    assertThat(read(json))
        .isInstanceOfSatisfying(
            Reading.Useless.class, useless -> assertThat(useless.why()).contains(why));
  }

  @Test
  void aJsonBombIsNotRead() {
    assertThat(read("[".repeat(100_000))).isInstanceOf(Reading.Useless.class);
  }

  @Test
  void keysAndComparisonAreTakenFromTheSameHostOnly() {
    Peer good =
        usable(
            """
            {"endPoint":"https://c.example.org/ocm","jwksUri":"https://c.example.org:9443/keys",
             "ocmfed":{"compare":"https://c.example.org/ocm/compare"}}""");
    assertThat(good.jwksUri()).contains(URI.create("https://c.example.org:9443/keys"));
    assertThat(good.ocmfed()).isTrue();
    assertThat(good.compareUri()).contains(URI.create("https://c.example.org/ocm/compare"));
    Peer bad =
        usable(
            """
            {"endPoint":"https://c.example.org/ocm","jwksUri":"https://evil.example.net/keys",
             "ocmfed":{"compare":"http://c.example.org/ocm/compare"}}""");
    assertThat(bad.jwksUri()).isEmpty();
    assertThat(bad.compareUri()).isEmpty();
  }

  private static Peer usable(String json) {
    Reading reading = read(json);
    assertThat(reading).isInstanceOf(Reading.Usable.class);
    return ((Reading.Usable) reading).peer();
  }

  private static Reading read(String json) {
    return DiscoveryDocument.read("c.example.org", json.getBytes(StandardCharsets.UTF_8));
  }
}
