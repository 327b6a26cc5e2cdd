/**
 * One pod's life: volumes, init containers, containers with probes and restarts, termination with
 * grace, and its status as a kubelet writes it. Started by the node agent only.
 */
package io.ocmfed.node.pod;
