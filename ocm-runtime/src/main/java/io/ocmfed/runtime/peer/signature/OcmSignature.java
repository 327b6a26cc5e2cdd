package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import io.ocmfed.runtime.peer.signature.StructuredField.Bare;
import io.ocmfed.runtime.peer.signature.StructuredField.InnerList;
import io.ocmfed.runtime.peer.signature.StructuredField.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one signature with tag {@code ocm} of a request, read and checked as far as that goes without
 * a key: what it covers, when it was made, and that content and headers fit together.
 *
 * @param keyId as sent
 * @param created when the sender says that it signed
 * @param algorithm the parameter {@code alg}, if sent
 * @param base the bytes that are signed
 */
public record OcmSignature(
    String keyId, Instant created, Optional<String> algorithm, byte[] base, byte[] signature) {

  /** How far the sender's clock may be from ours, and so how long a signature is good. */
  public static final Duration FRESHNESS = Duration.ofMinutes(5);

  static final String TAG = "ocm";

  /** What must be covered (OCM-API 1.4, "HTTP Message Signatures"). */
  static final List<String> REQUIRED =
      List.of("@method", "@target-uri", "content-digest", "content-length");

  /**
   * Reads the signature of a request.
   *
   * @return empty when no signature has the tag {@code ocm}; a draft-cavage {@code Signature}
   *     header without {@code Signature-Input} is none
   * @throws SignatureRejected when there is one that cannot be taken
   */
  public static Optional<OcmSignature> read(Message message, Instant now) throws SignatureRejected {
    List<String> inputField = message.headers().getOrDefault("signature-input", List.of());
    if (inputField.isEmpty()) {
      return Optional.empty();
    }
    Map<String, StructuredField> inputs = dictionary("Signature-Input", inputField);
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, StructuredField> input : inputs.entrySet()) {
      if (input.getValue().parameters().get("tag") instanceof Bare.Text(String tag)
          && tag.equals(TAG)) {
        labels.add(input.getKey());
      }
    }
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    if (labels.size() > 1) {
      throw new SignatureRejected(
          "There are " + labels.size() + " signatures with the tag ocm; send exactly one.");
    }
    String label = labels.getFirst();
    if (!(inputs.get(label) instanceof InnerList input)) {
      throw new SignatureRejected("Signature-Input has no list of components for " + label + ".");
    }
    Map<String, StructuredField> signatures =
        dictionary("Signature", message.headers().getOrDefault("signature", List.of()));
    if (!(signatures.get(label) instanceof Item(Bare.Bytes(byte[] signature), var p, var r))) {
      throw new SignatureRejected("The header Signature has no bytes for " + label + ".");
    }
    String keyId =
        text(input, "keyid")
            .orElseThrow(() -> new SignatureRejected("The signature has no parameter keyid."));
    checkCoverage(input);
    Instant created = checkTime(input, now);
    byte[] base = SignatureBase.of(input, message);
    checkContent(message);
    return Optional.of(new OcmSignature(keyId, created, text(input, "alg"), base, signature));
  }

  /** Refuses a signature that is not by this key, or names another algorithm than the key's. */
  public void check(VerificationKey key) throws SignatureRejected {
    if (algorithm.isPresent() && !algorithm.get().equals(key.algorithm().wire())) {
      throw new SignatureRejected(
          "The signature says alg "
              + algorithm.get()
              + ", but the key "
              + keyId
              + " is for "
              + key.algorithm().wire()
              + ".");
    }
    if (!key.algorithm().verify(key.key(), base, signature)) {
      throw new SignatureRejected(
          "The signature does not verify with the key "
              + keyId
              + ": the message was changed on its way (method, address as seen here, or a covered"
              + " header), or was signed with another key.");
    }
  }

  /**
   * What is remembered against replays: the first half of the signature, which nobody can change
   * and keep it valid. (The second half of an ECDSA signature can be negated.)
   */
  byte[] replayKey() {
    return Arrays.copyOf(signature, Math.min(32, signature.length));
  }

  private static void checkCoverage(InnerList input) throws SignatureRejected {
    Set<String> covered = new HashSet<>();
    for (Item component : input.items()) {
      covered.add(SignatureBase.name(component));
    }
    for (String required : REQUIRED) {
      if (!covered.contains(required)) {
        throw new SignatureRejected("The signature does not cover " + required + ".");
      }
    }
  }

  private static Instant checkTime(InnerList input, Instant now) throws SignatureRejected {
    Instant created =
        time(input, "created")
            .orElseThrow(() -> new SignatureRejected("The signature has no parameter created."));
    Duration age = Duration.between(created, now);
    if (age.abs().compareTo(FRESHNESS) > 0) {
      throw new SignatureRejected(
          "The signature was made "
              + age.abs().toSeconds()
              + (age.isNegative() ? " s after" : " s before")
              + " our clock's time; at most "
              + FRESHNESS.toSeconds()
              + " s are taken. Set the clocks of both servers right, and sign anew when sending"
              + " again.");
    }
    Optional<Instant> expires = time(input, "expires");
    if (expires.isPresent() && expires.get().isBefore(now)) {
      throw new SignatureRejected(
          "The signature expired "
              + Duration.between(expires.get(), now).toSeconds()
              + " s ago by our clock.");
    }
    return created;
  }

  private static void checkContent(Message message) throws SignatureRejected {
    String length = String.join(", ", message.headers().get("content-length")).strip();
    if (!length.equals(Integer.toString(message.body().length))) {
      throw new SignatureRejected(
          "Content-Length says " + length + ", but " + message.body().length + " bytes arrived.");
    }
    ContentDigest.check(String.join(", ", message.headers().get("content-digest")), message.body());
  }

  private static Map<String, StructuredField> dictionary(String name, List<String> lines)
      throws SignatureRejected {
    try {
      return StructuredFieldParser.dictionary(String.join(", ", lines).strip());
    } catch (StructuredFieldParser.MalformedField malformed) {
      throw new SignatureRejected(
          "The header " + name + " cannot be read: " + malformed.getMessage() + ".");
    }
  }

  private static Optional<String> text(InnerList input, String parameter) throws SignatureRejected {
    Bare value = input.parameters().get(parameter);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Bare.Text(String text)) {
      return Optional.of(text);
    }
    throw new SignatureRejected("The signature's parameter " + parameter + " is not a string.");
  }

  private static Optional<Instant> time(InnerList input, String parameter)
      throws SignatureRejected {
    Bare value = input.parameters().get(parameter);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Bare.Whole(long seconds)) {
      return Optional.of(Instant.ofEpochSecond(seconds));
    }
    throw new SignatureRejected("The signature's parameter " + parameter + " is not an integer.");
  }
}
