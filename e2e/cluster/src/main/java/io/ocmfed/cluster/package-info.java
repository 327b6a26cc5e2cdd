/**
 * Clusters to prove the operator on: a real Kubernetes control plane as local processes, a k3s
 * container, or a cluster of the user's, behind one interface. Used by the launcher and by the
 * tests of every module; knows nothing of Open Cloud Mesh.
 */
package io.ocmfed.cluster;
