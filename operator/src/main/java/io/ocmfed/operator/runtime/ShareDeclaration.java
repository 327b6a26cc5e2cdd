package io.ocmfed.operator.runtime;

import java.time.Instant;
import java.util.List;

/** Body of {@code PUT /admin/v1/shares/{name}}; what belongs to the other direction is null. */
public record ShareDeclaration(
    String uid,
    long generation,
    String domain,
    String direction,
    String localUser,
    String remoteUser,
    String resource,
    List<String> permissions,
    Instant expiresAt,
    String matchName,
    String response) {}
