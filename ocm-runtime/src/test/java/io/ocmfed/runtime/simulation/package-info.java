/**
 * The deterministic simulation of docs/design/simulation.md: random histories of two or three
 * runtimes with the real behaviour on stores in memory, over a network that fails, one thread and
 * one seed.
 */
package io.ocmfed.runtime.simulation;
