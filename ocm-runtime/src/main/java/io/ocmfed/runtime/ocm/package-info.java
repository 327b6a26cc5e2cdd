/**
 * The ocm role put together: the features wired with their store and their neighbours, the faces
 * for peers and for the other roles, and what runs in the background. Nothing depends on it.
 */
package io.ocmfed.runtime.ocm;
