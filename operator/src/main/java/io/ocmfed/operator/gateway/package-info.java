/**
 * Keeps the endpoint table of every installation current in every one of its runtimes: computed
 * from the pods, fenced, pushed in parallel until acknowledged. Works outside the reconcilers, and
 * only while leading; the reconciler of OcmInstance only reports what happens here.
 */
package io.ocmfed.operator.gateway;
