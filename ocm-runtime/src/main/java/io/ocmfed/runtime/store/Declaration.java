package io.ocmfed.runtime.store;

/** What one object of the cluster declares: a trust, an invitation or a share. */
public interface Declaration {

  /** Unique within its kind. */
  String name();

  /** Of the object; another one under the same name has another. */
  String uid();

  /** Grows with each change of the object. */
  long generation();
}
