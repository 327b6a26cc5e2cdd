/**
 * What people do with ocmfed, from end to end: real control plane, real charts, real processes.
 * Each journey makes its own pair of clouds in new namespaces.
 */
package io.ocmfed.journeys;
