/**
 * Keeps the endpoint table of every installation current in every one of its runtimes: computed
 * from the pods, fenced, and pushed in parallel until acknowledged; or, where the runtime looks
 * there, kept in a registry in NATS; or, where it never looks again, by restarting its workload.
 * Works outside the reconcilers, and only while leading; the reconciler of OcmInstance only reports
 * what happens here.
 */
package io.ocmfed.operator.gateway;
