/**
 * The graph role: the LibreGraph face for people's clients. Holds nothing; asks gateway and ocm
 * over gRPC for each request.
 */
package io.ocmfed.runtime.graph;
