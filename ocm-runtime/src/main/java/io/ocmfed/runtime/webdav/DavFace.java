package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/** What both faces have in common: methods, depth, error bodies. */
abstract sealed class DavFace permits SharedDav, ReceivedDav {

  static final String ALLOWED = "OPTIONS, GET, HEAD, PROPFIND";

  /** Content is other people's. A browser that opens it on our origin must not run it. */
  static final Map<String, String> CONTENT_HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Content-Disposition", "attachment",
          "Content-Security-Policy", "default-src 'none'; sandbox",
          "Cache-Control", "private, no-cache");

  private static final Logger LOG = Logger.getLogger(DavFace.class);

  private final InstantSource clock;

  DavFace(InstantSource clock) {
    this.clock = clock;
  }

  /** The raw path in front of the share id, with a slash at the end. */
  abstract String prefix();

  /** The WWW-Authenticate of this face. */
  abstract String challenge();

  abstract void get(DavExchange exchange, DavPath path) throws IOException;

  abstract void propfind(DavExchange exchange, DavPath path, Depth depth) throws IOException;

  /** How deep a PROPFIND goes; {@code INFINITE} is refused for folders. */
  enum Depth {
    ZERO,
    ONE,
    INFINITE
  }

  /** Serves one request; blocks. */
  final void serve(DavExchange exchange) {
    try {
      switch (exchange.method()) {
        case "OPTIONS" -> exchange.answer(200, Map.of("DAV", "1", "Allow", ALLOWED), new byte[0]);
        case "GET", "HEAD" -> get(exchange, DavPath.parse(exchange.below()));
        case "PROPFIND" -> propfind(exchange, DavPath.parse(exchange.below()), depth(exchange));
        default -> notAllowed(exchange, ALLOWED);
      }
    } catch (FailureException failed) {
      fail(exchange, failed.failure());
    } catch (IOException | RuntimeException bug) {
      LOG.errorf(bug, "event=webdav-failed method=%s", exchange.method());
      fail(
          exchange,
          Failure.of(
              Code.INTERNAL,
              "ocm",
              "Something went wrong here; tell the administrator the request id."));
    }
  }

  final InstantSource clock() {
    return clock;
  }

  /** The method cannot be used on this resource. */
  final void notAllowed(DavExchange exchange, String allowed) {
    exchange.answer(405, Map.of("Allow", allowed), new byte[0]);
  }

  /** Listing everything below at once is not offered. */
  final void infinite(DavExchange exchange) {
    DavErrors.answer(
        exchange,
        Failure.client(Code.INVALID_REQUEST, "Ask with Depth 0 or 1, folder by folder."),
        403,
        "propfind-finite-depth",
        challenge(),
        clock);
  }

  final void multistatus(DavExchange exchange, java.util.List<DavResource> resources) {
    exchange.answer(
        207,
        Map.of("Content-Type", "application/xml; charset=utf-8", "Cache-Control", "no-store"),
        Multistatus.of(PropfindRequest.parse(exchange.body()), resources));
  }

  private void fail(DavExchange exchange, Failure failure) {
    if (exchange.request().response().headWritten()) {
      exchange.request().response().reset();
    } else {
      DavErrors.answer(exchange, failure, challenge(), clock);
    }
  }

  private static Depth depth(DavExchange exchange) {
    String header = exchange.header("Depth");
    return switch (header == null ? "infinity" : header.strip().toLowerCase(Locale.ROOT)) {
      case "0" -> Depth.ZERO;
      case "1" -> Depth.ONE;
      case "infinity" -> Depth.INFINITE;
      default ->
          throw Failure.client(Code.INVALID_REQUEST, "The header Depth is 0, 1 or infinity.")
              .toException();
    };
  }
}
