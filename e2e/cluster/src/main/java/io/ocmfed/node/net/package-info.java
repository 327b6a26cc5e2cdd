/**
 * How pods are reached: a TCP forwarder for each cluster IP, the hosts file, and the ingress. What
 * is served is computed from the watched objects in one place and applied at the edge.
 */
package io.ocmfed.node.net;
