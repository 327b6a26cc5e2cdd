package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.gateway.GatewayClient;
import jakarta.enterprise.context.RequestScoped;

/** The logged-in user of one request. */
@RequestScoped
public class Caller {

  private GatewayClient.User user;

  void is(GatewayClient.User loggedIn) {
    this.user = loggedIn;
  }

  /** The user. */
  public GatewayClient.User user() {
    if (user == null) {
      throw new IllegalStateException("the resource is not @LoggedIn");
    }
    return user;
  }

  /** The user's stable id. */
  public String id() {
    return user().id();
  }
}
