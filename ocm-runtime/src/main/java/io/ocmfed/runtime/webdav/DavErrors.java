package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Failures as WebDAV has them: the body is a DAV: error (RFC 4918, section 16) with our code,
 * sentence and origin in elements of our namespace.
 */
final class DavErrors {

  static final String NAMESPACE = "https://ocmfed.io/ns/error";

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final Duration RETRY_DEFAULT = Duration.ofSeconds(5);

  private DavErrors() {}

  /** Answers with the failure. */
  static void answer(DavExchange exchange, Failure failure, String challenge, InstantSource clock) {
    answer(exchange, failure, failure.code().status(), null, challenge, clock);
  }

  /**
   * Answers with the failure.
   *
   * @param precondition name of a DAV: precondition element, or null
   * @param challenge the WWW-Authenticate of this face
   */
  static void answer(
      DavExchange exchange,
      Failure failure,
      int status,
      String precondition,
      String challenge,
      InstantSource clock) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/xml; charset=utf-8");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cache-Control", "no-store");
    if (failure.code() == Code.UNAUTHENTICATED) {
      headers.put("WWW-Authenticate", challenge);
    }
    if (failure.code().retryable()) {
      headers.put("Retry-After", Long.toString(retryAfter(failure, clock.instant())));
    }
    byte[] body = body(failure, precondition, exchange.id());
    if (exchange.method().equals("HEAD")) {
      exchange.answer(status, headers);
    } else {
      exchange.answer(status, headers, body);
    }
  }

  private static long retryAfter(Failure failure, Instant now) {
    if (failure.retryAt() == null) {
      return RETRY_DEFAULT.toSeconds();
    }
    return Math.max(1, Duration.between(now, failure.retryAt()).toSeconds());
  }

  private static byte[] body(Failure failure, String precondition, String requestId) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(text);
      xml.writeStartDocument("utf-8", "1.0");
      xml.writeStartElement("d", "error", Xml.DAV);
      xml.writeNamespace("d", Xml.DAV);
      xml.writeNamespace("o", NAMESPACE);
      if (precondition != null) {
        xml.writeEmptyElement(Xml.DAV, precondition);
      }
      element(xml, "code", failure.code().name());
      element(xml, "message", failure.message());
      element(xml, "origin", failure.origin());
      if (failure.since() != null) {
        element(xml, "since", failure.since().toString());
      }
      element(xml, "request-id", requestId);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void element(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeStartElement("o", name, NAMESPACE);
    xml.writeCharacters(Xml.text(value));
    xml.writeEndElement();
  }
}
