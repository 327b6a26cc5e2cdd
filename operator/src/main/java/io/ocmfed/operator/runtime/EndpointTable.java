package io.ocmfed.operator.runtime;

import java.util.List;
import java.util.Map;

/**
 * Where every service of an installation is; the body of {@code PUT /admin/v1/endpoints}.
 *
 * @param fence its place among all tables of the installation
 * @param services endpoints by service name, {@code gateway} and {@code ocm}; an empty list is a
 *     fact
 */
public record EndpointTable(Fence fence, Map<String, List<Endpoint>> services) {}
