package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.SecretKeys;
import io.ocmfed.crds.SecretTypes;
import io.ocmfed.operator.runtime.Credentials;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.watch.SharedCache;
import io.ocmfed.operator.watch.SharedCache.ChangeListener;
import io.ocmfed.operator.watch.Stripping;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The Secrets that the operator may use: only those of our three types are ever watched or read,
 * because otherwise whoever may create an OcmInvite could send any Secret to a domain of his
 * choice.
 */
@ApplicationScoped
public class Secrets {

  /** Index of invite-token Secrets: the fingerprints of the tokens they hold, by namespace. */
  private static final String BY_TOKEN = "by-token";

  private static final long LOOK_KEPT_NANOS = 5_000_000_000L;
  private static final int LOOKS_KEPT = 10_000;

  private record Looked(String type, long atNanos) {}

  private final KubernetesClient client;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();
  private final SharedCache<Secret> admin;
  private final SharedCache<Secret> invites;
  private final SharedCache<Secret> nats;

  public Secrets(KubernetesClient client, Identity identity) {
    this.client = client;
    this.admin =
        new SharedCache<>(client, identity.watchedNamespaces(), ofType(SecretTypes.ADMIN_TOKEN));
    this.invites =
        new SharedCache<>(
            client,
            identity.watchedNamespaces(),
            ofType(SecretTypes.INVITE_TOKEN).indexed(Map.of(BY_TOKEN, Secrets::tokenKeys)));
    this.nats =
        new SharedCache<>(
            client, identity.watchedNamespaces(), ofType(SecretTypes.NATS_CREDENTIALS));
  }

  private static SharedCache.Kind<Secret> ofType(String type) {
    return new SharedCache.Kind<>(
        Secret.class, Map.of("type", type), Map.of(), Stripping::secret, Map.of());
  }

  /** Result of looking for a Secret. */
  public sealed interface Found {

    /** It is there and may be read. */
    record Readable(Secret secret) implements Found {}

    /** There is none of that name. */
    record Missing() implements Found {}

    /** There is one of a type that is not ours; nothing of it was kept. */
    record WrongType(String type) implements Found {}
  }

  /** The admin-token Secret of that name. */
  public Found adminToken(String namespace, String name) {
    return look(namespace, name, Map.of(SecretTypes.ADMIN_TOKEN, admin));
  }

  /** The invite-token Secret of that name. */
  public Found inviteToken(String namespace, String name) {
    return look(namespace, name, Map.of(SecretTypes.INVITE_TOKEN, invites));
  }

  /** The nats-credentials Secret of that name. */
  Found natsCredentials(String namespace, String name) {
    return look(namespace, name, Map.of(SecretTypes.NATS_CREDENTIALS, nats));
  }

  /** A Secret of either of the types that may hold a CA. */
  public Found ofOurs(String namespace, String name) {
    return look(
        namespace, name, Map.of(SecretTypes.INVITE_TOKEN, invites, SecretTypes.ADMIN_TOKEN, admin));
  }

  private Found look(String namespace, String name, Map<String, SharedCache<Secret>> byType) {
    for (SharedCache<Secret> cache : byType.values()) {
      Optional<Secret> cached = cache.get(namespace, name);
      if (cached.isPresent()) {
        return new Found.Readable(cached.get());
      }
    }
    // A single look tells "missing" from "of another type"; nothing but the type is kept of it.
    String type = typeOf(namespace, name);
    boolean cachedSoon = type != null && byType.containsKey(type);
    return type == null || cachedSoon ? new Found.Missing() : new Found.WrongType(type);
  }

  private String typeOf(String namespace, String name) {
    String key = namespace + "/" + name;
    Looked known = looked.get(key);
    if (known != null && System.nanoTime() - known.atNanos() < LOOK_KEPT_NANOS) {
      return known.type();
    }
    if (looked.size() > LOOKS_KEPT) {
      looked.clear();
    }
    String type = askType(namespace, name);
    looked.put(key, new Looked(type, System.nanoTime()));
    return type;
  }

  private String askType(String namespace, String name) {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      return secret == null ? null : secret.getType();
    } catch (KubernetesClientException e) {
      // Then "missing" is said, and it is looked for again.
      return null;
    }
  }

  /** The text under a key; empty when the key is absent, empty or no base64. */
  public static Optional<String> text(Secret secret, String key) {
    String encoded = secret.getData() == null ? null : secret.getData().get(key);
    if (encoded == null) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Names of the invite-token Secrets of a namespace that hold a token of that fingerprint. */
  public List<String> holding(String namespace, String fingerprint) {
    return invites.byIndex(BY_TOKEN, namespace + "/" + fingerprint).stream()
        .map(secret -> secret.getMetadata().getName())
        .toList();
  }

  private static List<String> tokenKeys(Secret secret) {
    if (secret.getData() == null) {
      return List.of();
    }
    Function<String, String> key =
        fingerprint -> secret.getMetadata().getNamespace() + "/" + fingerprint;
    return secret.getData().keySet().stream()
        .flatMap(name -> text(secret, name).stream())
        .flatMap(text -> InviteText.parse(text).stream())
        .map(InviteText::fingerprint)
        .distinct()
        .map(key)
        .toList();
  }

  /** Told of every change of an admin-token Secret. */
  public void onAdminChange(ChangeListener<Secret> listener) {
    admin.onChange(listener);
  }

  /** Told of every change of a nats-credentials Secret. */
  void onNatsChange(ChangeListener<Secret> listener) {
    nats.onChange(listener);
  }

  /** Told of every change of an invite-token Secret. */
  public void onInviteChange(ChangeListener<Secret> listener) {
    invites.onChange(listener);
  }

  /** Runs something once all Secrets that were there at the start have been seen. */
  void whenSynced(Runnable action) {
    admin.whenSynced(action);
    nats.whenSynced(action);
  }

  /** Whether all Secrets that were there at the start have been seen. */
  public boolean synced() {
    return admin.synced() && invites.synced() && nats.synced();
  }

  /** What an installation's admin Secret gives, or what is wrong with it. */
  public AdminSecret admin(String namespace, String name) {
    return switch (adminToken(namespace, name)) {
      case Found.Missing() ->
          new AdminSecret.Unusable(
              Reason.SECRET_NOT_FOUND,
              "There is no Secret %s; create it with type %s and the keys token and ca.crt."
                  .formatted(name, SecretTypes.ADMIN_TOKEN));
      case Found.WrongType(String type) ->
          new AdminSecret.Unusable(
              Reason.SECRET_TYPE_NOT_ALLOWED,
              "Secret %s is of type %s; only Secrets of type %s are read. Create it anew with that type."
                  .formatted(name, type, SecretTypes.ADMIN_TOKEN));
      case Found.Readable(Secret secret) -> credentials(secret);
    };
  }

  private static AdminSecret credentials(Secret secret) {
    Optional<String> token = text(secret, SecretKeys.TOKEN);
    Optional<String> ca = text(secret, SecretKeys.CA_CERTIFICATE);
    if (token.isEmpty() || ca.isEmpty()) {
      return new AdminSecret.Unusable(
          Reason.SECRET_KEY_MISSING,
          "Secret %s has no key %s; add it."
              .formatted(secret.getMetadata().getName(), token.isEmpty() ? "token" : "ca.crt"));
    }
    return new AdminSecret.Usable(
        new Credentials(token.get(), text(secret, SecretKeys.PREVIOUS_TOKEN), ca.get()));
  }

  @PreDestroy
  void close() {
    admin.close();
    invites.close();
    nats.close();
  }
}
