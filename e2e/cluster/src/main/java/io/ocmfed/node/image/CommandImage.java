package io.ocmfed.node.image;

import io.ocmfed.node.process.Signal;
import java.util.ArrayList;

/**
 * {@code local/exec}: runs the container's command with the programs of this machine; for tests.
 */
public record CommandImage() implements Image {

  @Override
  public Launch prepare(Invocation invocation) throws StartException {
    if (invocation.command().isEmpty()) {
      throw new StartException("an image local/exec needs a command in its container");
    }
    var commandLine = new ArrayList<>(invocation.command());
    commandLine.addAll(invocation.args());
    return new Launch(commandLine, invocation.environment(), Signal.TERM, false);
  }
}
