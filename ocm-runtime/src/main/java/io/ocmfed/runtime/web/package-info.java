/**
 * What all faces share: the error taxonomy and its forms, request ids, roles and listeners. Any
 * package may call it; it calls none.
 */
package io.ocmfed.runtime.web;
