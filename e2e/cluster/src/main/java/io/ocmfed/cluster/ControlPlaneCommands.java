package io.ocmfed.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the programs of a control plane, as functions of where things are. */
record ControlPlaneCommands(
    KubernetesPrograms programs, ControlPlaneFiles files, LoopbackRange range) {

  static final int API_PORT = 6443;
  static final int CONTROLLER_MANAGER_PORT = 10257;
  static final int SCHEDULER_PORT = 10259;
  private static final int ETCD_PORT = 2379;
  private static final int ETCD_PEER_PORT = 2380;

  /** etcd: one member, TLS with client certificates, and no waiting for the disk. */
  List<String> etcd() {
    String client = url(ETCD_PORT);
    String peer = url(ETCD_PEER_PORT);
    return List.of(
        program("etcd"),
        "--name=ocmfed",
        "--data-dir=" + files.etcdData(),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=ocmfed=" + peer,
        "--cert-file=" + files.pki("etcd.crt"),
        "--key-file=" + files.pki("etcd.key"),
        "--trusted-ca-file=" + files.pki("etcd-ca.crt"),
        "--client-cert-auth",
        "--peer-cert-file=" + files.pki("etcd.crt"),
        "--peer-key-file=" + files.pki("etcd.key"),
        "--peer-trusted-ca-file=" + files.pki("etcd-ca.crt"),
        "--peer-client-cert-auth",
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  /**
   * The API server with RBAC. It writes no endpoints for itself, because loopback addresses are
   * refused in them.
   *
   * @param withControllers whether a controller manager makes the ServiceAccounts that every pod
   *     needs; without one, pods are admitted without
   */
  List<String> apiServer(boolean withControllers) {
    var command =
        new ArrayList<>(
            List.of(
                program("kube-apiserver"),
                "--etcd-servers=" + url(ETCD_PORT),
                "--etcd-cafile=" + files.pki("etcd-ca.crt"),
                "--etcd-certfile=" + files.pki("etcd-client.crt"),
                "--etcd-keyfile=" + files.pki("etcd-client.key"),
                "--bind-address=" + range.controlPlaneAddress(),
                "--advertise-address=" + range.controlPlaneAddress(),
                "--secure-port=" + API_PORT,
                "--tls-cert-file=" + files.pki("kube-apiserver.crt"),
                "--tls-private-key-file=" + files.pki("kube-apiserver.key"),
                "--client-ca-file=" + files.pki("ca.crt"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + files.pki("service-account.pub"),
                "--service-account-signing-key-file=" + files.pki("service-account.key"),
                "--service-cluster-ip-range=" + range.serviceCidr(),
                "--authorization-mode=Node,RBAC",
                "--endpoint-reconciler-type=none",
                "--profiling=false"));
    if (!withControllers) {
      command.add("--disable-admission-plugins=ServiceAccount");
    }
    return command;
  }

  /** All controllers but those of endpoints, each under its own account as on a real cluster. */
  List<String> controllerManager() {
    return controllers(
        ControlPlaneFiles.CONTROLLER_MANAGER,
        CONTROLLER_MANAGER_PORT,
        "--controllers=*,-endpoints-controller,-endpointslice-controller,-endpointslice-mirroring-controller",
        "--use-service-account-credentials",
        "--service-account-private-key-file=" + files.pki("service-account.key"),
        "--root-ca-file=" + files.pki("ca.crt"),
        // On a busy machine the one node may be late; pods must not be evicted for that.
        "--node-monitor-grace-period=2m",
        "--kube-api-qps=100",
        "--kube-api-burst=200");
  }

  /**
   * Only the controller of EndpointSlices, with its stock settings, as an administrator. Only where
   * all pods of Services have addresses that are allowed in slices: loopback ones are not.
   */
  List<String> endpointSliceController() {
    return List.of(
        program(ControlPlaneFiles.CONTROLLER_MANAGER),
        "--kubeconfig=" + files.kubeconfig(),
        "--authentication-kubeconfig=" + files.kubeconfig(),
        "--authorization-kubeconfig=" + files.kubeconfig(),
        "--authentication-skip-lookup",
        "--bind-address=" + range.controlPlaneAddress(),
        "--secure-port=" + CONTROLLER_MANAGER_PORT,
        "--tls-cert-file=" + files.pki("controllers.crt"),
        "--tls-private-key-file=" + files.pki("controllers.key"),
        "--controllers=endpointslice-controller",
        "--leader-elect=false",
        "--profiling=false");
  }

  List<String> scheduler() {
    return controllers(ControlPlaneFiles.SCHEDULER, SCHEDULER_PORT);
  }

  private List<String> controllers(String name, int port, String... more) {
    Path kubeconfig = files.kubeconfig(name);
    var command =
        new ArrayList<>(
            List.of(
                program(name),
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--authentication-skip-lookup",
                "--bind-address=" + range.controlPlaneAddress(),
                "--secure-port=" + port,
                "--tls-cert-file=" + files.pki("controllers.crt"),
                "--tls-private-key-file=" + files.pki("controllers.key"),
                "--leader-elect=false",
                "--profiling=false"));
    command.addAll(List.of(more));
    return command;
  }

  private String program(String name) {
    return programs.program(name).toString();
  }

  private String url(int port) {
    return "https://" + range.controlPlaneAddress() + ":" + port;
  }
}
