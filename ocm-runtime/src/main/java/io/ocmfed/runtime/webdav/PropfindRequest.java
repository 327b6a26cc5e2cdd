package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a PROPFIND asks for (RFC 4918, section 9.1). */
sealed interface PropfindRequest {

  /** All properties; no body means the same. */
  record All() implements PropfindRequest {}

  /** The names of all properties. */
  record Names() implements PropfindRequest {}

  /** These, in the order asked. */
  record These(List<QName> names) implements PropfindRequest {}

  /**
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST when the body is no propfind
   */
  static PropfindRequest parse(byte[] body) {
    if (body.length == 0) {
      return new All();
    }
    try {
      XMLStreamReader reader = Xml.reader(body);
      try {
        return parse(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException notXml) {
      throw invalid();
    }
  }

  private static PropfindRequest parse(XMLStreamReader reader) throws XMLStreamException {
    int depth = 0;
    PropfindRequest request = null;
    List<QName> names = new ArrayList<>();
    boolean inProp = false;
    while (reader.hasNext()) {
      int event = Xml.next(reader);
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        inProp = inProp && depth >= 2;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        QName name = reader.getName();
        if (depth == 1 && !name.equals(new QName(Xml.DAV, "propfind"))) {
          throw invalid();
        }
        if (depth == 2 && name.getNamespaceURI().equals(Xml.DAV)) {
          switch (name.getLocalPart()) {
            case "allprop" -> request = new All();
            case "propname" -> request = new Names();
            case "prop" -> {
              inProp = true;
              request = new These(names);
            }
            default -> {
              // include and extensions of others add nothing that allprop does not give
            }
          }
        }
        if (depth == 3 && inProp) {
          names.add(name);
        }
      }
    }
    if (request == null) {
      throw invalid();
    }
    return request;
  }

  private static RuntimeException invalid() {
    return Failure.client(
            Code.INVALID_REQUEST, "The body of PROPFIND is not a DAV: propfind document.")
        .toException();
  }
}
