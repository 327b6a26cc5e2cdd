/**
 * Puts the whole system on a cluster and drives it: the cluster with its node, the two charts, the
 * clouds of the demo with their users and files, and the story that the demo tells. The journeys
 * use the same classes.
 */
package io.ocmfed.launcher;
