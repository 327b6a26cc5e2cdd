package io.ocmfed.cluster;

import io.ocmfed.cluster.CertificateAuthority.KeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Where a control plane keeps its certificates, kubeconfigs, data and logs, all below one directory
 * that only its owner may read.
 *
 * @param directory the cluster's state directory
 */
record ControlPlaneFiles(Path directory) {

  static final String CONTROLLER_MANAGER = "kube-controller-manager";
  static final String SCHEDULER = "kube-scheduler";

  Path pki(String file) {
    return directory.resolve("pki").resolve(file);
  }

  /** The administrator's kubeconfig. */
  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  Path kubeconfig(String component) {
    return directory.resolve("pki").resolve(component + ".kubeconfig");
  }

  Path etcdData() {
    return directory.resolve("etcd");
  }

  Path log(String program) {
    return directory.resolve("log").resolve(program + ".log");
  }

  /** Makes an authority and all that it issues for a control plane on this range. */
  void create(LoopbackRange range) throws IOException {
    PrivateFiles.directory(directory);
    Path pki = PrivateFiles.directory(directory.resolve("pki"));
    PrivateFiles.directory(directory.resolve("log"));
    PrivateFiles.directory(etcdData());
    String address = range.controlPlaneAddress();

    var authority = new CertificateAuthority("ocmfed test cluster");
    PrivateFiles.write(pki("ca.crt"), authority.certificate());
    // etcd has an authority of its own: whoever is somebody to Kubernetes is nobody to etcd.
    var storeAuthority = new CertificateAuthority("ocmfed test cluster etcd");
    PrivateFiles.write(pki("etcd-ca.crt"), storeAuthority.certificate());
    storeAuthority
        .issue("etcd", List.of(), List.of(address, "localhost"), KeyType.EC)
        .write(pki, "etcd");
    storeAuthority
        .issue("kube-apiserver", List.of(), List.of(), KeyType.EC)
        .write(pki, "etcd-client");

    authority
        .issue(
            "kube-apiserver",
            List.of(),
            List.of(
                address,
                range.firstServiceAddress(),
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"),
            KeyType.EC)
        .write(pki, "kube-apiserver");
    authority
        .issue("control plane", List.of(), List.of(address), KeyType.EC)
        .write(pki, "controllers");
    var tokenKeys = CertificateAuthority.newKeys(KeyType.EC);
    PrivateFiles.write(
        pki("service-account.key"), CertificateAuthority.pem(tokenKeys.getPrivate()));
    PrivateFiles.write(pki("service-account.pub"), CertificateAuthority.pem(tokenKeys.getPublic()));

    // RSA, because some clients guess the kind of key and guess that.
    write(
        kubeconfig(),
        range,
        authority,
        authority.issue("ocmfed-admin", List.of("system:masters"), List.of(), KeyType.RSA));
    for (String component : List.of(CONTROLLER_MANAGER, SCHEDULER)) {
      write(
          kubeconfig(component),
          range,
          authority,
          authority.issue("system:" + component, List.of(), List.of(), KeyType.EC));
    }
  }

  private static void write(
      Path file, LoopbackRange range, CertificateAuthority authority, CertifiedKey client)
      throws IOException {
    PrivateFiles.write(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: ocmfed
          cluster:
            server: https://%s:6443
            certificate-authority-data: %s
        users:
        - name: ocmfed
          user:
            client-certificate-data: %s
            client-key-data: %s
        contexts:
        - name: ocmfed
          context:
            cluster: ocmfed
            user: ocmfed
        current-context: ocmfed
        """
            .formatted(
                range.controlPlaneAddress(),
                base64(authority.certificate()),
                base64(client.certificate()),
                base64(client.privateKey())));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
