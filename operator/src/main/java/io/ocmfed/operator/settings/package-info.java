/**
 * The operator's own settings: where it runs and how long it waits. Everything may read them; they
 * depend on nothing.
 */
package io.ocmfed.operator.settings;
