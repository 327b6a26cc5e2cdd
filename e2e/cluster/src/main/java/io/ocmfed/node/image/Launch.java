package io.ocmfed.node.image;

import io.ocmfed.node.process.Signal;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param commandLine program and arguments
 * @param environment all of its environment
 * @param stopSignal asks it to end in an orderly way
 * @param heavyStart whether starting it takes so much of the machine that few should start at once
 */
public record Launch(
    List<String> commandLine,
    Map<String, String> environment,
    Signal stopSignal,
    boolean heavyStart) {}
