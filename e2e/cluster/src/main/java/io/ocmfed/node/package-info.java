/**
 * The node of the embedded cluster: a small kubelet that runs every container as a local process,
 * plays the Services and the ingress, and needs neither root nor a container engine. What it cannot
 * do is listed in the README of {@code e2e}.
 *
 * <p>{@link io.ocmfed.node.NodeAgent} is all that others call.
 */
package io.ocmfed.node;
