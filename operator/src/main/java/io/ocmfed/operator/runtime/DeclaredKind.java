package io.ocmfed.operator.runtime;

/** What can be declared in a runtime. */
public enum DeclaredKind {
  TRUSTS("trusts"),
  INVITES("invites"),
  SHARES("shares");

  private final String word;

  DeclaredKind(String word) {
    this.word = word;
  }

  /** The path of its records. */
  public String path() {
    return "/admin/v1/" + word;
  }
}
