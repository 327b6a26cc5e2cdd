package io.ocmfed.runtime.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our discovery document (OCM-API 1.4, "OCM API Discovery"). It says only what works: {@code
 * must-use-http-sig} is missing, since a trust may take unsigned messages, and so is {@code
 * exchange-token}.
 */
final class OwnDiscovery {

  static final String API_VERSION = "1.4.0";

  private OwnDiscovery() {}

  /**
   * @param base our public URL, without trailing slash
   * @param signs whether there is a key to sign with
   */
  static Map<String, Object> document(URI base, String provider, boolean signs) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    List<String> capabilities =
        new ArrayList<>(List.of("invites", "notifications", "protocol-object"));
    if (signs) {
      capabilities.add("http-sig");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("enabled", true);
    document.put("apiVersion", API_VERSION);
    document.put("endPoint", base + "/ocm");
    document.put("provider", provider);
    document.put(
        "resourceTypes",
        List.of(
            Map.of(
                "name",
                "file",
                "shareTypes",
                List.of("user"),
                "protocols",
                Map.of(
                    "webdav", path + "/dav/ocm/", "webdav-receive", Map.of("uri", "absolute")))));
    document.put("capabilities", capabilities);
    document.put("criteria", List.of("must-invite", "allowlist"));
    document.put("inviteAcceptDialog", path + "/ocm/accept-invite");
    if (signs) {
      document.put("jwksUri", base + "/ocm/jwks");
    }
    document.put("ocmfed", Map.of("compare", base + "/ocm/compare"));
    return document;
  }
}
