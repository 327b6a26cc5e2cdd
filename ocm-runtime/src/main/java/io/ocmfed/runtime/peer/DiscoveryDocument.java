package io.ocmfed.runtime.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what servers in the field answer to discovery (OCM-API 1.4, "OCM API Discovery"), with the
 * spellings of every version since 1.0-proposal1. Only what makes it impossible to talk to the
 * server is refused: that it is switched off, has no usable {@code endPoint}, or is of a later
 * major version and offers nothing that we know.
 */
final class DiscoveryDocument {

  private static final Set<String> KNOWN_CAPABILITIES =
      Set.of("invites", "notifications", "protocol-object", "shares");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .build();

  private DiscoveryDocument() {}

  /** A document, or why it is of no use. */
  sealed interface Reading {
    record Usable(Peer peer) implements Reading {}

    /** The sentence names the field. */
    record Useless(String why) implements Reading {}
  }

  static Reading read(String domain, byte[] body) {
    JsonNode document;
    try {
      document = JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return new Reading.Useless("its discovery document is not JSON");
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (document == null || !document.isObject()) {
      return new Reading.Useless("its discovery document is not a JSON object");
    }
    return read(domain, document);
  }

  private static Reading read(String domain, JsonNode document) {
    JsonNode enabled = document.path("enabled");
    if (enabled.isBoolean() && !enabled.asBoolean() || "false".equals(enabled.asText())) {
      return new Reading.Useless("it says that Open Cloud Mesh is switched off (enabled: false)");
    }
    Optional<URI> endPoint = uri(document.path("endPoint"));
    if (endPoint.isEmpty()) {
      return new Reading.Useless("its discovery document has no valid endPoint");
    }
    Optional<String> foreign = PeerHosts.refusal(domain, endPoint.get());
    if (foreign.isPresent()) {
      return new Reading.Useless("its endPoint is not taken: " + foreign.get());
    }
    String version =
        text(document.path("apiVersion")).or(() -> text(document.path("version"))).orElse("1.0");
    Set<String> capabilities = capabilities(document.path("capabilities"));
    Optional<String> webdav = webdavPath(document);
    if (major(version) > 1
        && webdav.isEmpty()
        && capabilities.stream().noneMatch(KNOWN_CAPABILITIES::contains)) {
      return new Reading.Useless(
          "it speaks version " + version + " of the API and offers nothing of version 1");
    }
    JsonNode ocmfed = document.path("ocmfed");
    return new Reading.Usable(
        new Peer(
            domain,
            text(document.path("provider")).orElse(domain),
            version,
            endPoint.get(),
            capabilities,
            Set.copyOf(texts(document.path("criteria"))),
            webdav,
            own(domain, document.path("jwksUri")),
            ocmfed.isObject(),
            own(domain, ocmfed.path("compare"))));
  }

  private static Set<String> capabilities(JsonNode node) {
    Set<String> capabilities = new LinkedHashSet<>();
    for (String each : texts(node)) {
      String name = each.toLowerCase(Locale.ROOT).replaceAll("^/+", "");
      capabilities.add(name.equals("invite-accepted") ? "invites" : name);
    }
    return Set.copyOf(capabilities);
  }

  /** The entry for files if there is one; otherwise whatever has a WebDAV path. */
  private static Optional<String> webdavPath(JsonNode document) {
    List<JsonNode> types = new ArrayList<>();
    // ownCloud 10 has the list under shareTypes; Seafile has an object instead of a list.
    for (String field : List.of("resourceTypes", "shareTypes")) {
      JsonNode node = document.path(field);
      if (node.isArray()) {
        node.forEach(types::add);
      } else if (node.isObject()) {
        types.add(node);
      }
    }
    Optional<String> found = Optional.empty();
    for (JsonNode type : types) {
      JsonNode webdav = type.path("protocols").path("webdav");
      Optional<String> path = text(webdav.isObject() ? webdav.path("uri") : webdav);
      if (path.isPresent() && "file".equals(type.path("name").asText())) {
        return path;
      }
      found = found.or(() -> path);
    }
    return found;
  }

  /** An address on the peer's own host; one elsewhere counts as absent. */
  private static Optional<URI> own(String domain, JsonNode node) {
    return uri(node).filter(uri -> PeerHosts.owns(domain, uri));
  }

  private static Optional<URI> uri(JsonNode node) {
    try {
      return text(node).map(text -> URI.create(text.replaceAll("/+$", "")));
    } catch (IllegalArgumentException notAUri) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.isValueNode() && !node.isNull() ? node.asText().strip() : null)
        .filter(text -> !text.isEmpty());
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode each : node) {
        text(each).ifPresent(texts::add);
      }
    }
    return texts;
  }

  private static int major(String version) {
    String digits = version.replaceAll("^[vV]", "").replaceAll("[^0-9].*$", "");
    return digits.isEmpty() || digits.length() > 4 ? 1 : Integer.parseInt(digits);
  }
}
