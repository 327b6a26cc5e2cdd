/**
 * What a test adds to the class path of a packaged process, and the product does not have: it tells
 * the test each step that the process reaches, and dies there when told to.
 */
package io.ocmfed.runtime.federation.failpoint;
