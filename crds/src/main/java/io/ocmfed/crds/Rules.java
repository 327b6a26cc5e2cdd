package io.ocmfed.crds;

/**
 * The CEL rules that several fields share, each with the sentence that says what to write instead.
 * Rules are about the form of a value; whether what it names exists is for the operator to find.
 */
final class Rules {

  static final String UNCHANGED = "self == oldSelf";
  static final String UNCHANGED_MESSAGE =
      "cannot be changed: keep the value, or delete this object and create another";

  private static final String HOST =
      "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*";
  private static final String HOST_AND_PORT = HOST + "(:[1-9][0-9]{0,4})?";

  static final String DOMAIN = "self.matches('^" + HOST_AND_PORT + "$')";
  static final String DOMAIN_MESSAGE =
      "write the host in lower case, with a port if it is not 443, and without https://, user or path,"
          + " such as cloud-b.example.org or cloud-b.example.org:8443";

  static final String PORT =
      "!self.matches(':[0-9]{1,5}$') || (int(self.substring(self.lastIndexOf(':') + 1)) <= 65535"
          + " && !self.endsWith(':443'))";
  static final String PORT_MESSAGE = "write a port of at most 65535, and none if it is 443";

  static final String USER = "self.matches('^[^/[:cntrl:]]+$') && self != '.' && self != '..'";
  static final String USER_MESSAGE =
      "write the stable id of the user, without slashes and line breaks, such as alice";

  static final String REMOTE_USER = "self.matches('^[^[:cntrl:]]+@" + HOST_AND_PORT + "$')";
  static final String REMOTE_USER_MESSAGE =
      "write the user's id at the peer, @, and the peer's domain in lower case, such as"
          + " bob@cloud-b.example.org";

  static final String DURATION = "self.matches('^" + WireDuration.PATTERN + "$')";
  static final String DURATION_MESSAGE =
      "write at most four numbers of up to five digits, each with its unit h, m, s or ms, such as 720h or"
          + " 1h30m";

  /** Says nothing about what is no duration at all: {@link #DURATION} does. */
  static final String LONGER_THAN_ZERO = "!(" + DURATION + ") || self.matches('[1-9]')";

  static final String LONGER_THAN_ZERO_MESSAGE = "write a duration longer than zero, such as 720h";

  private static final String DATE =
      "2[0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
          + "|02-(0[1-9]|1[0-9]|2[0-9]))";
  private static final String TIME_OF_DAY =
      "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?";
  private static final String OFFSET = "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";
  private static final String YEAR = "int(self.substring(0, 4))";

  /**
   * Instead of {@code format: date-time}, whose message helps nobody, and which lets through what
   * Java cannot read. The second part is about leap years.
   */
  static final String TIME =
      "self.matches('^"
          + DATE
          + "T"
          + TIME_OF_DAY
          + OFFSET
          + "$') && (!self.matches('^[0-9]{4}-02-29') || ("
          + YEAR
          + " % 4 == 0 && ("
          + YEAR
          + " % 100 != 0 || "
          + YEAR
          + " % 400 == 0)))";

  static final String TIME_MESSAGE =
      "write a date that exists and a time with its offset, such as 2027-01-31T12:00:00Z";

  static final String OBJECT_NAME =
      "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')";
  static final String OBJECT_NAME_MESSAGE =
      "write the name of an object in this namespace: lower case letters, digits, - and ., such as cloud-b";

  static final String LABEL = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')";
  static final String LABEL_MESSAGE = "write lower case letters, digits and -, such as gateway";

  static final String KEY = "self.matches('^[-._a-zA-Z0-9]+$')";
  static final String KEY_MESSAGE =
      "write a key as Secrets and ConfigMaps have it: letters, digits, -, _ and .";

  /** Only the form; a user in the URL would be a secret in clear text. */
  static final String NATS_URL =
      "self.matches('^(nats|tls)://(" + HOST + "|[[][0-9a-f:.]+[]])(:[1-9][0-9]{0,4})?$')";

  static final String NATS_URL_MESSAGE =
      "write nats:// or tls://, a host in lower case and a port, without user and path, such as"
          + " nats://nats:4222";

  static final String BUCKET = "self.matches('^[a-zA-Z0-9_-]+$')";
  static final String BUCKET_MESSAGE = "write letters, digits, - and _, such as service-registry";

  static final String REGISTRY_NAME = "self.matches('^[a-zA-Z0-9._-]+$')";
  static final String REGISTRY_NAME_MESSAGE =
      "write letters, digits, ., - and _, such as com.owncloud.api.gateway";

  static final String PERMISSIONS = "self.all(p, self.exists_one(q, q == p))";
  static final String PERMISSIONS_MESSAGE = "write each permission once";

  private Rules() {}
}
