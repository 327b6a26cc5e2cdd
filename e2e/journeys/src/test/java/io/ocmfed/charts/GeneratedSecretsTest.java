package io.ocmfed.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, tokens and certificates that the chart ocm-runtime makes, and keeps. */
@Tag("charts")
class GeneratedSecretsTest {

  private static final String DOMAIN = "domain=cloud-a.example.org";

  private static Rendered installed;

  @BeforeAll
  static void install() {
    installed = Chart.runtime().render(DOMAIN);
  }

  @Test
  void theAdminSecretIsOfTheTypeThatTheOperatorReads() {
    Secret admin = installed.the(Secret.class, "cloud-a-admin");
    assertThat(admin.getType()).isEqualTo("ocmfed.io/admin-token");
    assertThat(admin.getData()).containsOnlyKeys("token", "ca.crt");
    assertThat(installed.secret("cloud-a-admin", "token")).matches("[A-Za-z0-9]{48}");
    assertThat(installed.secret("cloud-a-internal", "token")).matches("[A-Za-z0-9]{48}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "ocm", "graph", "postgres"})
  void aRolesCertificateIsForItsServiceAndFromTheCaOfTheAdminSecret(String role)
      throws GeneralSecurityException {
    String secret = "cloud-a-%s-tls".formatted(role);
    X509Certificate certificate = certificate(installed.secret(secret, "tls.crt"));
    X509Certificate ca = certificate(installed.secret("cloud-a-admin", "ca.crt"));

    certificate.verify(ca.getPublicKey());
    ca.verify(ca.getPublicKey());
    assertThat(ca.getBasicConstraints()).isNotNegative();
    assertThat(certificate.getBasicConstraints()).isNegative();
    assertThat(names(certificate))
        .containsExactly(
            role + ".cloud-a.svc", role + ".cloud-a.svc.cluster.local", role + ".cloud-a", role);
    assertThat(installed.secret(secret, "ca.crt"))
        .isEqualTo(installed.secret("cloud-a-admin", "ca.crt"));
    assertThat(certificate.getNotAfter()).isAfter(new Date());

    // The key is PKCS#8, as Netty wants it, and belongs to the certificate.
    PrivateKey key = privateKey("EC", installed.secret(secret, "tls.key"));
    byte[] text = "signed".getBytes(StandardCharsets.UTF_8);
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update(text);
    Signature verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(text);
    assertThat(verifying.verify(signing.sign())).isTrue();
  }

  @Test
  void theKeysAreAnEd25519KeyAnd32Bytes() throws GeneralSecurityException {
    assertThat(privateKey("Ed25519", installed.secret("cloud-a-keys", "signing.pem"))).isNotNull();
    assertThat(Base64.getDecoder().decode(installed.secret("cloud-a-keys", "share.key")))
        .hasSize(32);
  }

  @Test
  void anotherInstallationHasOtherSecrets() {
    Rendered other = Chart.runtime().render(DOMAIN);
    for (Secret secret : installed.all(Secret.class)) {
      String name = secret.getMetadata().getName();
      if (!name.equals("cloud-a-users")) {
        assertThat(other.the(Secret.class, name).getData()).as(name).isNotEqualTo(secret.getData());
      }
    }
  }

  @Test
  void anUpgradeKeepsThemAll() {
    Rendered upgraded = upgrade(installed.all(Secret.class), "gateway.replicas=3");
    assertThat(data(upgraded)).isEqualTo(data(installed));
    assertThat(annotations(upgraded)).isEqualTo(annotations(installed));
    assertThat(upgraded.pods().get("postgres")).isEqualTo(installed.pods().get("postgres"));
  }

  @Test
  void anUpgradeKeepsWhatAPersonPutBeside() {
    Secret changing =
        new SecretBuilder(installed.the(Secret.class, "cloud-a-admin"))
            .addToData("previousToken", base64("the old one"))
            .addToData("token", base64("the new one"))
            .build();
    Rendered upgraded = upgrade(replaced(changing));
    assertThat(upgraded.secret("cloud-a-admin", "token")).isEqualTo("the new one");
    assertThat(upgraded.secret("cloud-a-admin", "previousToken")).isEqualTo("the old one");
  }

  @Test
  void aCertificateNearItsEndIsMadeAnewFromTheSameCa() throws GeneralSecurityException {
    Secret old =
        new SecretBuilder(installed.the(Secret.class, "cloud-a-ocm-tls"))
            .editMetadata()
            .addToAnnotations("ocmfed.io/not-after", "1700000000")
            .endMetadata()
            .build();
    Rendered upgraded = upgrade(replaced(old));
    assertThat(upgraded.secret("cloud-a-ocm-tls", "tls.crt"))
        .isNotEqualTo(installed.secret("cloud-a-ocm-tls", "tls.crt"));
    certificate(upgraded.secret("cloud-a-ocm-tls", "tls.crt"))
        .verify(certificate(installed.secret("cloud-a-admin", "ca.crt")).getPublicKey());
    assertThat(upgraded.secret("cloud-a-graph-tls", "tls.crt"))
        .isEqualTo(installed.secret("cloud-a-graph-tls", "tls.crt"));
  }

  @Test
  void otherServiceNamesGetOtherCertificatesFromTheSameCa() throws GeneralSecurityException {
    Rendered upgraded = upgrade(installed.all(Secret.class), "namePrefix=blue-");
    X509Certificate certificate = certificate(upgraded.secret("cloud-a-ocm-tls", "tls.crt"));
    assertThat(names(certificate)).contains("blue-ocm.cloud-a.svc");
    certificate.verify(certificate(installed.secret("cloud-a-admin", "ca.crt")).getPublicKey());
  }

  @Test
  void aNewCaReachesEverySecretAtOnce() {
    List<Secret> withoutCa =
        installed.all(Secret.class).stream()
            .filter(it -> !it.getMetadata().getName().equals("cloud-a-ca"))
            .toList();
    Rendered upgraded = upgrade(withoutCa);
    String ca = upgraded.secret("cloud-a-ca", "tls.crt");
    assertThat(ca).isNotEqualTo(installed.secret("cloud-a-ca", "tls.crt"));
    for (String secret : List.of("admin", "gateway-tls", "ocm-tls", "graph-tls", "postgres-tls")) {
      assertThat(upgraded.secret("cloud-a-" + secret, "ca.crt")).as(secret).isEqualTo(ca);
    }
    assertThat(upgraded.secret("cloud-a-admin", "token"))
        .isEqualTo(installed.secret("cloud-a-admin", "token"));
  }

  @Test
  void withBroughtCertificatesTheAdminSecretCarriesTheirCa() {
    Secret theirs =
        new SecretBuilder()
            .withNewMetadata()
            .withName("their-ocm")
            .withNamespace(Chart.RELEASE)
            .endMetadata()
            .addToData("ca.crt", base64("their CA"))
            .build();
    Rendered rendered =
        upgrade(
            List.of(theirs),
            "internalTls.existingSecrets.ocm=their-ocm",
            "internalTls.existingSecrets.gateway=their-gateway",
            "internalTls.existingSecrets.graph=their-graph",
            "internalTls.existingSecrets.postgres=their-postgres");
    assertThat(rendered.secret("cloud-a-admin", "ca.crt")).isEqualTo("their CA");
    assertThat(rendered.find(Secret.class, "cloud-a-ca")).isEmpty();
    assertThat(rendered.find(Secret.class, "cloud-a-ocm-tls")).isEmpty();
  }

  private static Rendered upgrade(List<Secret> present, String... values) {
    try (NamespaceSecrets secrets = NamespaceSecrets.of(present)) {
      String[] all = new String[values.length + 1];
      all[0] = DOMAIN;
      System.arraycopy(values, 0, all, 1, values.length);
      return Chart.runtime().render(secrets, all);
    }
  }

  private static List<Secret> replaced(Secret changed) {
    return installed.all(Secret.class).stream()
        .map(
            it -> it.getMetadata().getName().equals(changed.getMetadata().getName()) ? changed : it)
        .toList();
  }

  private static Map<String, Map<String, String>> data(Rendered rendered) {
    return rendered.all(Secret.class).stream()
        .collect(Collectors.toMap(it -> it.getMetadata().getName(), Secret::getData));
  }

  private static Map<String, Map<String, String>> annotations(Rendered rendered) {
    return rendered.all(Secret.class).stream()
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getName(), it -> it.getMetadata().getAnnotations()));
  }

  private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
    return certificate.getSubjectAlternativeNames().stream().map(it -> (String) it.get(1)).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey privateKey(String algorithm, String pem)
      throws GeneralSecurityException {
    assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("PRIVATE KEY-----\n");
    assertThat(pem.lines()).allMatch(line -> !line.isEmpty() && line.length() <= 64);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
