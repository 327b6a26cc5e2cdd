/**
 * Distributed traces (W3C Trace Context, OpenTelemetry): which trace a thread works for, and the
 * steps of it that this process takes. Without an OTLP endpoint nothing is recorded or sent, and
 * what came in is passed on unchanged. Called by every package that receives or makes calls; knows
 * nobody.
 */
package io.ocmfed.runtime.trace;
