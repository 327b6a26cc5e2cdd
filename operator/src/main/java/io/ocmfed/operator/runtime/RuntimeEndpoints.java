package io.ocmfed.operator.runtime;

import jakarta.enterprise.context.ApplicationScoped;

/** The endpoint table of one pod: sending it, and asking what it has. */
@ApplicationScoped
public class RuntimeEndpoints {

  private static final String PATH = "/admin/v1/endpoints";

  private final AdminHttp http;

  public RuntimeEndpoints(AdminHttp http) {
    this.http = http;
  }

  /**
   * Sends a table. The receipt names the table that the pod has now: the one sent, or a newer one
   * that it kept (409).
   */
  public Answer<EndpointReceipt> push(
      RuntimePod pod, Credentials credentials, EndpointTable table) {
    return http.put(pod, credentials, PATH, table, EndpointReceipt.class);
  }

  /** Asks which table a pod has. */
  public Answer<EndpointReceipt> ask(RuntimePod pod, Credentials credentials) {
    return http.get(pod, credentials, PATH, AdminJson.MAPPER.constructType(EndpointReceipt.class));
  }
}
