/**
 * Volumes of a pod as directories, laid out as the kubelet does (a {@code ..data} link that is
 * swapped by rename), and the rewriting of mount paths, since a process sees no mount.
 */
package io.ocmfed.node.volume;
