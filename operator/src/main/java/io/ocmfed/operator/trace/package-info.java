/**
 * Distributed traces (W3C Trace Context, OpenTelemetry): the calls of the admin API as steps that
 * the runtimes go on from. Knows nobody.
 */
package io.ocmfed.operator.trace;
