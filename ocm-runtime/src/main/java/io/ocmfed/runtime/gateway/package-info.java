/**
 * The gateway role (users, files, metadata over gRPC) and its client. Only this package touches
 * storage.
 */
package io.ocmfed.runtime.gateway;
