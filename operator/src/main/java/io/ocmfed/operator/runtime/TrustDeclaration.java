package io.ocmfed.operator.runtime;

import java.util.List;

/**
 * Body of {@code PUT /admin/v1/trusts/{name}}; the words are those of the OcmTrust.
 *
 * @param compareAt a new value compares with the peer now; null asks for nothing
 */
public record TrustDeclaration(
    String uid,
    long generation,
    String domain,
    String caCertificate,
    String signatures,
    String invites,
    String shares,
    List<String> permissions,
    long maxShareSeconds,
    String deletionPolicy,
    String compareAt) {}
