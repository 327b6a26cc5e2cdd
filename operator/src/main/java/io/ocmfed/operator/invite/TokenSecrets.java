package io.ocmfed.operator.invite;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.SecretKeys;
import io.ocmfed.crds.SecretTypes;
import io.ocmfed.operator.installation.InviteText;
import io.ocmfed.operator.installation.Secrets;
import io.ocmfed.operator.status.Obstacle;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The token of an OcmInvite: found in its Secret, or made there for one that issues. */
@ApplicationScoped
public class TokenSecrets {

  private static final int TOKEN_BYTES = 32;

  private final KubernetesClient client;
  private final Secrets secrets;
  private final SecureRandom random = new SecureRandom();

  public TokenSecrets(KubernetesClient client, Secrets secrets) {
    this.client = client;
    this.secrets = secrets;
  }

  /**
   * The token to use.
   *
   * @param inviterDomain our own domain for Issue, the trust's for Accept
   */
  Token find(OcmInvite invite, String inviterDomain) {
    String namespace = invite.getMetadata().getNamespace();
    String name = invite.getSpec().tokenSecretRef().name();
    return switch (secrets.inviteToken(namespace, name)) {
      case Secrets.Found.Readable(Secret secret) -> read(secret, invite, inviterDomain);
      case Secrets.Found.WrongType(String type) ->
          new Token.Bad(
              Obstacle.forPerson(
                  Reason.SECRET_TYPE_NOT_ALLOWED,
                  "Secret %s is of type %s; only Secrets of type %s are read. Create it anew with that type."
                      .formatted(name, type, SecretTypes.INVITE_TOKEN)));
      case Secrets.Found.Missing() ->
          invite.getSpec().type() == InviteType.ISSUE
              ? create(invite, inviterDomain)
              : new Token.Bad(
                  Obstacle.forEvent(
                      Reason.SECRET_NOT_FOUND,
                      "There is no Secret %s; create it with type %s and what the inviter handed over."
                          .formatted(name, SecretTypes.INVITE_TOKEN)));
    };
  }

  private static Token read(Secret secret, OcmInvite invite, String inviterDomain) {
    String key = invite.getSpec().tokenSecretRef().key();
    Optional<String> text =
        Stream.of(key, SecretKeys.TOKEN, SecretKeys.INVITE, SecretKeys.LINK)
            .flatMap(candidate -> Secrets.text(secret, candidate).stream())
            .findFirst();
    String name = secret.getMetadata().getName();
    return text.map(found -> Token.check(found, inviterDomain, name))
        .orElseGet(
            () ->
                new Token.Bad(
                    Obstacle.forPerson(
                        Reason.SECRET_KEY_MISSING,
                        "Secret %s has no key %s, and none of token, invite and link; add one."
                            .formatted(name, key))));
  }

  /** Makes a token. That the Secret is there before the token is used, makes a crash harmless. */
  private Token create(OcmInvite invite, String domain) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String name = invite.getSpec().tokenSecretRef().name();
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(invite.getMetadata().getNamespace())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(invite.getApiVersion())
                    .withKind(invite.getKind())
                    .withName(invite.getMetadata().getName())
                    .withUid(invite.getMetadata().getUid())
                    .build())
            .endMetadata()
            .withType(SecretTypes.INVITE_TOKEN)
            .withStringData(
                Map.of(
                    SecretKeys.TOKEN, token,
                    SecretKeys.INVITE, InviteText.inviteString(token, domain),
                    SecretKeys.LINK, InviteText.link(token, domain)))
            .build();
    try {
      client.resource(secret).create();
      return new Token.Good(new InviteText(token, Optional.of(domain)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        // Somebody made one meanwhile; the watch will show it.
        return new Token.Bad(
            Obstacle.forRetry(
                Reason.PROGRESSING, "Secret %s has just been created.".formatted(name)));
      }
      throw e;
    }
  }
}
