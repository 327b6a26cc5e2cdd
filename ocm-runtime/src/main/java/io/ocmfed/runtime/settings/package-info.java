/**
 * What the environment says (docs/design/processes.md): settings, the roles of this process, and
 * mounted secrets that are re-read when they change. Any package may call it; it calls none.
 */
package io.ocmfed.runtime.settings;
