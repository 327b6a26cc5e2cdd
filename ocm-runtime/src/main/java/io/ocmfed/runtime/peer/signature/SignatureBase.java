package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import io.ocmfed.runtime.peer.signature.StructuredField.Bare;
import io.ocmfed.runtime.peer.signature.StructuredField.InnerList;
import io.ocmfed.runtime.peer.signature.StructuredField.Item;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The text that is signed (RFC 9421, section 2.5). Component identifiers and the line {@code
 * "@signature-params"} repeat the text that was received, so that nothing depends on how this side
 * would have written it.
 */
final class SignatureBase {

  private SignatureBase() {}

  /** The base of a request for the inner list of its Signature-Input. */
  static byte[] of(InnerList input, Message message) throws SignatureRejected {
    StringBuilder base = new StringBuilder();
    Set<String> seen = new HashSet<>();
    for (Item component : input.items()) {
      String name = name(component);
      if (!seen.add(name)) {
        throw new SignatureRejected("The signature covers " + name + " twice.");
      }
      base.append(component.raw()).append(": ").append(value(name, message)).append('\n');
    }
    base.append("\"@signature-params\": ").append(input.raw());
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      if (c > 0x7e || (c < 0x20 && c != '\n' && c != '\t')) {
        throw new SignatureRejected("The signature covers a value that is not ASCII text.");
      }
    }
    return base.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The name of a component without parameters; those that change its value are not taken. */
  static String name(Item component) throws SignatureRejected {
    if (!(component.value() instanceof Bare.Text(String name))) {
      throw new SignatureRejected("A component that the signature covers is not a string.");
    }
    if (!component.parameters().isEmpty()) {
      throw new SignatureRejected(
          "The signature covers "
              + component.raw()
              + "; parameters of components are not supported.");
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new SignatureRejected("The signature covers " + name + ", which is not lower case.");
    }
    return name;
  }

  private static String value(String name, Message message) throws SignatureRejected {
    if (!name.startsWith("@")) {
      return field(name, message);
    }
    URI target = target(message);
    String path =
        target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    String query = target.getRawQuery();
    return switch (name) {
      case "@method" -> message.method();
      case "@target-uri" -> message.targetUri();
      case "@authority" -> authority(target);
      case "@scheme" -> target.getScheme().toLowerCase(Locale.ROOT);
      case "@path" -> path;
      case "@query" -> "?" + (query == null ? "" : query);
      case "@request-target" -> query == null ? path : path + "?" + query;
      default ->
          throw new SignatureRejected("The signature covers " + name + ", which is not supported.");
    };
  }

  private static URI target(Message message) throws SignatureRejected {
    try {
      URI target = URI.create(message.targetUri());
      if (target.getHost() != null && target.getScheme() != null) {
        return target;
      }
    } catch (IllegalArgumentException notAUri) {
      // said below
    }
    throw new SignatureRejected("The address that the message was sent to is not a valid URI.");
  }

  private static String authority(URI target) {
    String host = target.getHost().toLowerCase(Locale.ROOT);
    int port = target.getPort();
    return port < 0 || port == 443 ? host : host + ":" + port;
  }

  private static String field(String name, Message message) throws SignatureRejected {
    List<String> values = message.headers().get(name);
    if (values == null || values.isEmpty()) {
      throw new SignatureRejected(
          "The signature covers the header " + name + ", which did not arrive.");
    }
    return String.join(", ", values.stream().map(String::strip).toList());
  }
}
