/**
 * What all faces share: the error taxonomy and its forms, request ids, and which role serves which
 * path. Any package may call it; it calls {@code settings} only.
 */
package io.ocmfed.runtime.web;
