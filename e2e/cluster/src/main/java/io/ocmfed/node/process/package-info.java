/**
 * Local processes as containers have them: start with a log file, signals, the whole tree at the
 * end, and on which addresses they listen. Knows nothing of Kubernetes.
 */
package io.ocmfed.node.process;
