/**
 * Shows shares that nobody declared as OcmShare objects, up to a limit. Mirrors only show; what is
 * done to them has no effect on the runtime.
 */
package io.ocmfed.operator.mirror;
