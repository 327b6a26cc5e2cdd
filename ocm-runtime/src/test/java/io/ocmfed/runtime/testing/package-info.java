/** What tests of several packages build their world from. */
package io.ocmfed.runtime.testing;
