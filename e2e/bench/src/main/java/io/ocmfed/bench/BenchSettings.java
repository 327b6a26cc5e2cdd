package io.ocmfed.bench;

import java.nio.file.Path;

/**
 * How large the benches are.
 *
 * @param samples changes measured for each size of propagation
 * @param runtimes the larger size of propagation
 * @param instances how many instances a storm replaces the gateways of
 * @param rehearsals storms that are not counted: an operator that has run for a minute is compiling
 *     still
 * @param quietSeconds how long a client reads before and after each outage
 * @param shares how many shares rest on the connection that gc removes
 * @param record whether the operator writes a flight recording
 * @param output where results, logs and recordings go
 */
record BenchSettings(
    int samples,
    int runtimes,
    int instances,
    int rehearsals,
    int quietSeconds,
    int shares,
    boolean record,
    Path output) {}
