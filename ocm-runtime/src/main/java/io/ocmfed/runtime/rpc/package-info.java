/**
 * The internal face: gRPC between the roles over TLS, with the shared token, request ids and whole
 * failures. Servers only; where the servers are is the matter of package endpoint. Called by
 * features that serve or call another role.
 */
package io.ocmfed.runtime.rpc;
