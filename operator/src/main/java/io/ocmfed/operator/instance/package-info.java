/**
 * Reconciles OcmInstance: reports what the watches and the publisher know of an installation. Tells
 * the runtimes nothing itself.
 */
package io.ocmfed.operator.instance;
