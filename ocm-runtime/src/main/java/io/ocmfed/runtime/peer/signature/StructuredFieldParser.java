package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.peer.signature.StructuredField.Bare;
import io.ocmfed.runtime.peer.signature.StructuredField.InnerList;
import io.ocmfed.runtime.peer.signature.StructuredField.Item;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses dictionaries of structured fields (RFC 8941, section 4.2.2), strictly. Stricter than the
 * standard in one point: a key that comes twice is refused, since two readings of one signature
 * field are one too many.
 */
final class StructuredFieldParser {

  private final String text;
  private int at;

  private StructuredFieldParser(String text) {
    this.text = text;
  }

  /** The members by key, in order; a dictionary of a field that came in several lines, joined. */
  static Map<String, StructuredField> dictionary(String text) throws MalformedField {
    return new StructuredFieldParser(text).dictionary();
  }

  private Map<String, StructuredField> dictionary() throws MalformedField {
    Map<String, StructuredField> members = new LinkedHashMap<>();
    skip(" ");
    while (at < text.length()) {
      String key = key();
      StructuredField member = take('=') ? itemOrInnerList() : flag();
      if (members.put(key, member) != null) {
        throw new MalformedField("the key " + key + " comes twice");
      }
      skip(" \t");
      if (at == text.length()) {
        break;
      }
      expect(',');
      skip(" \t");
      if (at == text.length()) {
        throw new MalformedField("it ends with a comma");
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private Item flag() throws MalformedField {
    int start = at;
    Map<String, Bare> parameters = parameters();
    return new Item(new Bare.Flag(true), parameters, text.substring(start, at));
  }

  private StructuredField itemOrInnerList() throws MalformedField {
    return at < text.length() && text.charAt(at) == '(' ? innerList() : item();
  }

  private InnerList innerList() throws MalformedField {
    int start = at;
    expect('(');
    List<Item> items = new ArrayList<>();
    while (true) {
      skip(" ");
      if (take(')')) {
        Map<String, Bare> parameters = parameters();
        return new InnerList(List.copyOf(items), parameters, text.substring(start, at));
      }
      items.add(item());
      if (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != ')') {
        throw unexpected();
      }
    }
  }

  private Item item() throws MalformedField {
    int start = at;
    Bare value = bare();
    Map<String, Bare> parameters = parameters();
    return new Item(value, parameters, text.substring(start, at));
  }

  private Map<String, Bare> parameters() throws MalformedField {
    Map<String, Bare> parameters = new LinkedHashMap<>();
    while (take(';')) {
      skip(" ");
      String key = key();
      Bare value = take('=') ? bare() : new Bare.Flag(true);
      if (parameters.put(key, value) != null) {
        throw new MalformedField("the parameter " + key + " comes twice");
      }
    }
    return Collections.unmodifiableMap(parameters);
  }

  private String key() throws MalformedField {
    int start = at;
    if (at == text.length() || !(lower(text.charAt(at)) || text.charAt(at) == '*')) {
      throw unexpected();
    }
    while (at < text.length() && keyCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private Bare bare() throws MalformedField {
    if (at == text.length()) {
      throw unexpected();
    }
    char first = text.charAt(at);
    if (first == '"') {
      return string();
    }
    if (first == ':') {
      return bytes();
    }
    if (first == '?') {
      return bool();
    }
    if (first == '-' || digit(first)) {
      return number();
    }
    if (first == '*' || letter(first)) {
      return token();
    }
    throw unexpected();
  }

  private Bare string() throws MalformedField {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return new Bare.Text(value.toString());
      }
      if (c == '\\') {
        if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
          throw new MalformedField("a backslash escapes nothing at position " + at);
        }
        value.append(text.charAt(at++));
      } else if (c < 0x20 || c > 0x7e) {
        throw new MalformedField("a string holds a character outside ASCII at position " + at);
      } else {
        value.append(c);
      }
    }
    throw new MalformedField("a string does not end");
  }

  private Bare bytes() throws MalformedField {
    expect(':');
    int end = text.indexOf(':', at);
    if (end < 0) {
      throw new MalformedField("a byte sequence does not end");
    }
    String encoded = text.substring(at, end);
    at = end + 1;
    try {
      return new Bare.Bytes(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedField("a byte sequence is not Base64");
    }
  }

  private Bare bool() throws MalformedField {
    expect('?');
    if (take('1')) {
      return new Bare.Flag(true);
    }
    expect('0');
    return new Bare.Flag(false);
  }

  private Bare number() throws MalformedField {
    int start = at;
    take('-');
    int digits = at;
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
    int whole = at - digits;
    if (whole > 0 && at < text.length() && text.charAt(at) == '.') {
      int point = at++;
      while (at < text.length() && digit(text.charAt(at))) {
        at++;
      }
      int fraction = at - point - 1;
      if (whole > 12 || fraction < 1 || fraction > 3) {
        throw new MalformedField("a decimal is out of range");
      }
      return new Bare.Decimal(text.substring(start, at));
    }
    if (whole < 1 || whole > 15) {
      throw new MalformedField("an integer is out of range");
    }
    return new Bare.Whole(Long.parseLong(text.substring(start, at)));
  }

  private Bare token() {
    int start = at;
    while (at < text.length() && tokenCharacter(text.charAt(at))) {
      at++;
    }
    return new Bare.Token(text.substring(start, at));
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws MalformedField {
    if (!take(c)) {
      throw unexpected();
    }
  }

  private MalformedField unexpected() {
    return new MalformedField(
        at < text.length() ? "position " + (at + 1) + " is unexpected" : "it ends too early");
  }

  private static boolean lower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean letter(char c) {
    return lower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean keyCharacter(char c) {
    return lower(c) || digit(c) || "_-.*".indexOf(c) >= 0;
  }

  private static boolean tokenCharacter(char c) {
    return letter(c) || digit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
  }

  /** Not a dictionary; the message says where. */
  static final class MalformedField extends Exception {
    MalformedField(String what) {
      super(what, null, false, false);
    }
  }
}
