/**
 * What the operator watches besides the objects it reconciles: one informer per type (per namespace
 * and selector for pods), stripped of what nobody reads, shared by all reconcilers. Knows nothing
 * of what is done with it.
 */
package io.ocmfed.operator.watch;
