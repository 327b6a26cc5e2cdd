package io.ocmfed.registry;

import java.util.Optional;

/**
 * Under which key a process registers itself: {@code service-registry_<name>@<server>@<version>},
 * in base32, because NATS does not allow all of these characters.
 *
 * @param serviceName what it serves, such as {@code com.owncloud.api.gateway}; without {@code @}
 * @param serverId the process; go-micro takes a random UUID
 * @param version version of the service; may be empty
 */
public record RegistryKey(String serviceName, String serverId, String version) {

  /** The table of the store; oCIS and OpenCloud call it so whatever the bucket is called. */
  private static final String TABLE = "service-registry_";

  private static final String DELIMITER = "@";

  /** As the envelope of the value repeats it. */
  public String plain() {
    return serviceName + DELIMITER + serverId + DELIMITER + version;
  }

  /** As the bucket has it. */
  public String encoded() {
    return Base32.encode(TABLE + plain());
  }

  /** What a key of the bucket says; empty for keys that are none of a registered process. */
  public static Optional<RegistryKey> decode(String encoded) {
    return Base32.decode(encoded)
        .filter(full -> full.startsWith(TABLE))
        .map(full -> full.substring(TABLE.length()).split(DELIMITER, 3))
        .filter(parts -> parts.length == 3)
        .map(parts -> new RegistryKey(parts[0], parts[1], parts[2]));
  }
}
