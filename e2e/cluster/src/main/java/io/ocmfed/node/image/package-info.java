/**
 * What an image name means on this machine: the built Quarkus applications, PostgreSQL from the
 * binaries on the class path, and plain commands for tests.
 */
package io.ocmfed.node.image;
