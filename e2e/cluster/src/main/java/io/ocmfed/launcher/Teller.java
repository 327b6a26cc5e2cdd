package io.ocmfed.launcher;

/** Whom a story is told to. */
public interface Teller {

  /** The heading of a part. */
  void chapter(String title);

  /** One thing that happened. */
  void say(String sentence);

  /** What kubectl prints with these arguments at this moment. */
  void show(String... kubectlArguments);
}
