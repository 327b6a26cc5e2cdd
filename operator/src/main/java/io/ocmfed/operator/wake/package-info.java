/**
 * The objects of each kind as their reconciler caches them, and how anybody has one looked at
 * again. What is woken while we do not lead is dropped: beginning to lead looks at everything.
 */
package io.ocmfed.operator.wake;
