/** The commands of {@code ./ocmfed}: they parse, call {@link io.ocmfed.launcher}, and print. */
package io.ocmfed.launcher.command;
