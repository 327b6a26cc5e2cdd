/** Liveness and startup; readiness comes from the operator SDK. */
package io.ocmfed.operator.health;
