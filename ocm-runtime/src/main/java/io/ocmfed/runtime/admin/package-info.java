/**
 * The admin face: {@code /admin/v1} on the management port, for the operator. Features plug their
 * routes in by {@link io.ocmfed.runtime.admin.AdminRoutes}.
 */
package io.ocmfed.runtime.admin;
