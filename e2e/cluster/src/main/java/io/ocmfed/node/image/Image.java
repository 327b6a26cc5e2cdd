package io.ocmfed.node.image;

/** What a container's image stands for on this machine. */
public sealed interface Image permits JavaImage, PostgresImage, CommandImage {

  /**
   * Makes ready what the program needs and says how to start it.
   *
   * @throws StartException if it cannot be started as asked; the message is for the pod's status
   */
  Launch prepare(Invocation invocation) throws StartException;
}
