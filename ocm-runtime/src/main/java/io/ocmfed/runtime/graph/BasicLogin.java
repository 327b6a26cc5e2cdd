package io.ocmfed.runtime.graph;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Basic authentication (RFC 7617, UTF-8) by the gateway. Nothing is remembered here: so each
 * request reaches a gateway, and a dead one shows as the origin that it is.
 */
@Provider
@LoggedIn
@Singleton
public final class BasicLogin implements ContainerRequestFilter {

  private static final int LONGEST = 1024;

  // Looked up with the first request: filters are made before the configuration is there.
  private final Instance<GatewayClient> gateway;
  private final Caller caller;

  @Inject
  public BasicLogin(Instance<GatewayClient> gateway, Caller caller) {
    this.gateway = gateway;
    this.caller = caller;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Credentials shown = Credentials.read(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    caller.is(
        gateway
            .get()
            .authenticate(shown.login(), shown.password())
            .orElseThrow(() -> refused("Login or password is wrong.")));
  }

  private static FailureException refused(String why) {
    return Failure.client(Code.UNAUTHENTICATED, why).toException();
  }

  private record Credentials(String login, String password) {

    static Credentials read(String header) {
      if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
        throw refused("Log in with user name and password (Basic).");
      }
      String pair = decode(header.substring(6).strip());
      int colon = pair.indexOf(':');
      if (colon < 1 || pair.length() > LONGEST) {
        throw refused("The Authorization header cannot be read.");
      }
      return new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private static String decode(String base64) {
      try {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException malformed) {
        throw refused("The Authorization header cannot be read.");
      }
    }

    @Override
    public String toString() {
      return "credentials of " + login;
    }
  }
}
