package io.ocmfed.runtime.webdav;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the answer to PROPFIND (RFC 4918, section 13). */
final class Multistatus {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private Multistatus() {}

  static byte[] of(PropfindRequest request, List<DavResource> resources) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(text);
      xml.writeStartDocument("utf-8", "1.0");
      xml.writeStartElement("d", "multistatus", Xml.DAV);
      xml.writeNamespace("d", Xml.DAV);
      for (DavResource resource : resources) {
        response(xml, request, resource);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void response(XMLStreamWriter xml, PropfindRequest request, DavResource resource)
      throws XMLStreamException {
    Map<String, String> properties = resource.properties();
    List<QName> found = new ArrayList<>();
    List<QName> missing = new ArrayList<>();
    switch (request) {
      case PropfindRequest.These(List<QName> names) ->
          names.forEach(
              name ->
                  (name.getNamespaceURI().equals(Xml.DAV)
                              && properties.containsKey(name.getLocalPart())
                          ? found
                          : missing)
                      .add(name));
      case PropfindRequest.All all ->
          properties.keySet().forEach(name -> found.add(new QName(Xml.DAV, name)));
      case PropfindRequest.Names all ->
          properties.keySet().forEach(name -> found.add(new QName(Xml.DAV, name)));
    }
    xml.writeStartElement(Xml.DAV, "response");
    xml.writeStartElement(Xml.DAV, "href");
    xml.writeCharacters(resource.href());
    xml.writeEndElement();
    if (!found.isEmpty() || missing.isEmpty()) {
      boolean values = !(request instanceof PropfindRequest.Names);
      propstat(xml, found, values ? properties : Map.of(), "HTTP/1.1 200 OK");
    }
    if (!missing.isEmpty()) {
      propstat(xml, missing, Map.of(), "HTTP/1.1 404 Not Found");
    }
    xml.writeEndElement();
  }

  private static void propstat(
      XMLStreamWriter xml, List<QName> names, Map<String, String> values, String status)
      throws XMLStreamException {
    xml.writeStartElement(Xml.DAV, "propstat");
    xml.writeStartElement(Xml.DAV, "prop");
    for (QName name : names) {
      property(xml, name, values.getOrDefault(name.getLocalPart(), ""));
    }
    xml.writeEndElement();
    xml.writeStartElement(Xml.DAV, "status");
    xml.writeCharacters(status);
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void property(XMLStreamWriter xml, QName name, String value)
      throws XMLStreamException {
    String namespace = name.getNamespaceURI();
    if (namespace.equals(Xml.DAV)) {
      xml.writeStartElement(Xml.DAV, name.getLocalPart());
    } else if (namespace.equals(XMLConstants.NULL_NS_URI)) {
      xml.writeStartElement(name.getLocalPart());
    } else {
      xml.writeStartElement("x", name.getLocalPart(), namespace);
      xml.writeNamespace("x", namespace);
    }
    if (name.getLocalPart().equals("resourcetype") && value.equals("collection")) {
      xml.writeEmptyElement(Xml.DAV, "collection");
    } else if (!value.isEmpty()) {
      xml.writeCharacters(Xml.text(value));
    }
    xml.writeEndElement();
  }
}
