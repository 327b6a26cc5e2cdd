package io.ocmfed.operator.trust;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.crds.CaCertificateReference;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.installation.Secrets;
import io.ocmfed.operator.status.Obstacle;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * The CA certificates that an OcmTrust refers to. ConfigMaps are read one at a time, never watched:
 * an informer would hold everybody's; a change is noticed with the slow pass.
 */
@ApplicationScoped
public class CaCertificates {

  private final KubernetesClient client;
  private final Secrets secrets;

  public CaCertificates(KubernetesClient client, Secrets secrets) {
    this.client = client;
    this.secrets = secrets;
  }

  /** Result of looking for certificates. */
  sealed interface Found {
    /** PEM; null when the trust refers to none. */
    record Pem(String certificates) implements Found {}

    record Not(Obstacle obstacle) implements Found {}
  }

  Found find(String namespace, CaCertificateReference reference) {
    if (reference == null) {
      return new Found.Pem(null);
    }
    return switch (reference.kind()) {
      case CONFIG_MAP -> fromConfigMap(namespace, reference);
      case SECRET -> fromSecret(namespace, reference);
      case UNKNOWN ->
          new Found.Not(
              Obstacle.forPerson(
                  Reason.UNSUPPORTED_VALUE, "caCertificateRef.kind must be ConfigMap or Secret."));
    };
  }

  private Found fromConfigMap(String namespace, CaCertificateReference reference) {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(reference.name()).get();
    if (map == null) {
      return new Found.Not(
          Obstacle.forRetry(
              Reason.CONFIG_MAP_NOT_FOUND,
              "There is no ConfigMap %s; create it.".formatted(reference.name())));
    }
    String text = map.getData() == null ? null : map.getData().get(reference.key());
    if (text == null || text.isBlank()) {
      return new Found.Not(
          Obstacle.forRetry(
              Reason.CONFIG_MAP_KEY_MISSING,
              "ConfigMap %s has no key %s; add it.".formatted(reference.name(), reference.key())));
    }
    return checked(text, "ConfigMap", reference);
  }

  private Found fromSecret(String namespace, CaCertificateReference reference) {
    return switch (secrets.ofOurs(namespace, reference.name())) {
      case Secrets.Found.Missing() ->
          new Found.Not(
              Obstacle.forRetry(
                  Reason.SECRET_NOT_FOUND,
                  "There is no Secret %s; create it.".formatted(reference.name())));
      case Secrets.Found.WrongType(String type) ->
          new Found.Not(
              Obstacle.forPerson(
                  Reason.SECRET_TYPE_NOT_ALLOWED,
                  "Secret %s is of type %s, which is not read; certificates are public, so put them in a ConfigMap."
                      .formatted(reference.name(), type)));
      case Secrets.Found.Readable(Secret secret) ->
          Secrets.text(secret, reference.key())
              .map(text -> checked(text, "Secret", reference))
              .orElseGet(
                  () ->
                      new Found.Not(
                          Obstacle.forPerson(
                              Reason.SECRET_KEY_MISSING,
                              "Secret %s has no key %s; add it."
                                  .formatted(reference.name(), reference.key()))));
    };
  }

  private static Found checked(String text, String kind, CaCertificateReference reference) {
    try {
      boolean some =
          !CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
              .isEmpty();
      // A private key beside the certificates must not leave the cluster.
      if (some && !text.contains("PRIVATE KEY")) {
        return new Found.Pem(text);
      }
    } catch (CertificateException e) {
      // Said below.
    }
    return new Found.Not(
        Obstacle.forPerson(
            Reason.CERTIFICATE_INVALID,
            "Key %s of %s %s must hold certificates in PEM, and nothing else."
                .formatted(reference.key(), kind, reference.name())));
  }
}
