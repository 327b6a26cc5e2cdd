package io.ocmfed.runtime.webdav;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML from strangers: no document types, no entities, nothing fetched. */
final class Xml {

  static final String DAV = "DAV:";

  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  /** A reader of the document. */
  static XMLStreamReader reader(byte[] document) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
  }

  /** The next event; refuses a document type. */
  static int next(XMLStreamReader reader) throws XMLStreamException {
    int event = reader.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new XMLStreamException("document types and entities are not taken");
    }
    return event;
  }

  /** Text without the characters that XML cannot carry. */
  static String text(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> allowed(c) ? c : 0xfffd).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean allowed(int c) {
    return c == 0x9
        || c == 0xa
        || c == 0xd
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
