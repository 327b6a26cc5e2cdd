package io.ocmfed.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The value under a {@link RegistryKey}: an envelope of go-micro's store around the JSON of a
 * service with the nodes of one process.
 */
final class RegistryValue {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RegistryValue() {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Envelope(String key, byte[] data, Map<String, Object> metadata) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Service(
      String name,
      String version,
      Map<String, String> metadata,
      List<Object> endpoints,
      List<Node> nodes) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Node(Map<String, String> metadata, String id, String address) {}

  static byte[] write(RegistryKey key, RegistryNode node) {
    try {
      Service service =
          new Service(
              key.serviceName(),
              key.version(),
              null,
              List.of(),
              List.of(new Node(node.metadata(), node.id(), node.address())));
      return JSON.writeValueAsBytes(
          new Envelope(key.plain(), JSON.writeValueAsBytes(service), null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and maps of strings are always JSON", e);
    }
  }

  /** The nodes; empty when this is no such value. */
  static Optional<List<RegistryNode>> read(byte[] value) {
    try {
      Envelope envelope = JSON.readValue(value, Envelope.class);
      if (envelope == null || envelope.data() == null) {
        return Optional.empty();
      }
      Service service = JSON.readValue(envelope.data(), Service.class);
      if (service == null || service.nodes() == null) {
        return Optional.empty();
      }
      return Optional.of(
          service.nodes().stream()
              .map(node -> new RegistryNode(node.id(), node.address(), node.metadata()))
              .toList());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
