package io.ocmfed.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Keys and values as go-micro's nats-js-kv store writes them with EncodeKeys: base32 of table,
 * name, server and version; an envelope with the JSON of the service in base64.
 */
class LayoutTest {

  private static final RegistryKey KEY =
      new RegistryKey("com.owncloud.api.gateway", "11111111-2222-3333-4444-555555555555", "7.1.0");

  /** Of Python's {@code base64.b32encode}, which is RFC 4648 as is Go's StdEncoding. */
  private static final String ENCODED =
      "ONSXE5TJMNSS24TFM5UXG5DSPFPWG33NFZXXO3TDNRXXKZBOMFYGSLTHMF2GK53BPFADCMJRGEYTCMJRFUZDEMRSFUZTGMZTFU2DINBUFU2TKNJVGU2TKNJVGU2TKQBXFYYS4MA=";

  /** What Go's encoding/json makes of a service with one node. */
  private static final String VALUE =
      """
      {"key":"com.owncloud.api.gateway@11111111-2222-3333-4444-555555555555@7.1.0","data":"%s","metadata":null}\
      """
          .formatted(
              "eyJuYW1lIjoiY29tLm93bmNsb3VkLmFwaS5nYXRld2F5IiwidmVyc2lvbiI6IjcuMS4wIiwibWV0YWRhdGEiOm51bGwsImVuZHBvaW50cyI6W10sIm5vZGVzIjpbeyJtZXRhZGF0YSI6eyJwcm90b2NvbCI6ImdycGMiLCJyZWdpc3RyeSI6Im5hdHMtanMta3YiLCJzZXJ2ZXIiOiJncnBjIiwidHJhbnNwb3J0IjoidGNwIn0sImlkIjoiY29tLm93bmNsb3VkLmFwaS5nYXRld2F5LTExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFkZHJlc3MiOiIxMjcuMzAuMS4xOjkxNDIifV19");

  @Test
  void keysAreWhatGoMicroWritesAndBack() {
    assertThat(KEY.encoded()).isEqualTo(ENCODED);
    assertThat(RegistryKey.decode(ENCODED)).contains(KEY);
  }

  @Test
  void anyTextSurvivesBase32() {
    for (String text : List.of("", "f", "fo", "foo", "foob", "fooba", "foobar", "größe ✓")) {
      assertThat(Base32.decode(Base32.encode(text))).contains(text);
    }
    assertThat(Base32.encode("foobar")).isEqualTo("MZXW6YTBOI======");
  }

  @Test
  void keysOfOthersAreNoneOfOurs() {
    for (String key : List.of("plain", "MZXW6YTBOI======", "a1b2c3d4", "MZXW6===.x")) {
      assertThat(RegistryKey.decode(key)).as(key).isEmpty();
    }
  }

  @Test
  void valuesAreReadAsGoMicroWritesThem() {
    assertThat(RegistryValue.read(VALUE.getBytes(StandardCharsets.UTF_8)))
        .contains(
            List.of(
                new RegistryNode(
                    "com.owncloud.api.gateway-11111111-2222-3333-4444-555555555555",
                    "127.30.1.1:9142",
                    Map.of(
                        "protocol",
                        "grpc",
                        "registry",
                        "nats-js-kv",
                        "server",
                        "grpc",
                        "transport",
                        "tcp"))));
    assertThat(RegistryValue.read("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(RegistryValue.read("no json".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void whatIsWrittenHasTheSameFormAndReadsTheSame() {
    RegistryNode node = new RegistryNode("n", "[fd00::1]:9142", Map.of("transport", "tcp"));
    byte[] written = RegistryValue.write(KEY, node);
    assertThat(RegistryValue.read(written)).contains(List.of(node));
    assertThat(new String(written, StandardCharsets.UTF_8))
        .startsWith("{\"key\":\"" + KEY.plain() + "\",\"data\":\"")
        .endsWith("\",\"metadata\":null}");
  }

  @Test
  void addressesAreTakenApart() {
    assertThat(node(RegistryNode.address("fd00::1", 9142)).host()).contains("fd00::1");
    assertThat(node(RegistryNode.address("10.1.2.3", 9142)).port()).contains(9142);
    assertThat(node("unix:/run/gateway.sock").host()).isEqualTo(Optional.empty());
    assertThat(node("fd00::1:9142").host()).isEmpty();
  }

  private static RegistryNode node(String address) {
    return new RegistryNode("n", address, null);
  }
}
