package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.Resource;
import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.share.SharedAccess.Shared;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What our users share, for whoever holds the share's secret: {@code /dav/ocm/{shareId}[/path]}.
 * That a path stays inside the share, after symbolic links, is the gateway's doing.
 */
final class SharedDav extends DavFace {

  private final SharedAccess shares;
  private final GatewayClient gateway;

  SharedDav(SharedAccess shares, GatewayClient gateway, InstantSource clock) {
    super(clock);
    this.shares = shares;
    this.gateway = gateway;
  }

  @Override
  String prefix() {
    return "/dav/ocm/";
  }

  @Override
  String challenge() {
    return "Bearer realm=\"ocm\", Basic realm=\"ocm\", charset=\"UTF-8\"";
  }

  @Override
  void get(DavExchange exchange, DavPath path) throws IOException {
    Shared shared = shared(exchange, path);
    try {
      get(exchange, path, shared, stat(shared, path));
    } catch (FailureException failed) {
      boolean changed = failed.failure().code() == Code.CONFLICT;
      if (!changed || exchange.request().response().headWritten()) {
        throw failed;
      }
      // The file changed between its metadata and its first bytes; once more with what it is now.
      get(exchange, path, shared, stat(shared, path));
    }
  }

  private void get(DavExchange exchange, DavPath path, Shared shared, Resource resource)
      throws IOException {
    if (resource.folder()) {
      notAllowed(exchange, "OPTIONS, PROPFIND");
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>(CONTENT_HEADERS);
    headers.put("ETag", resource.etag());
    headers.put("Last-Modified", Preconditions.httpDate(resource.modified()));
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Type", resource.contentType());
    if (Preconditions.failed(exchange.header("If-Match"), resource.etag())) {
      exchange.answer(412, Map.of("ETag", resource.etag()), new byte[0]);
    } else if (Preconditions.notModified(
        exchange.header("If-None-Match"),
        exchange.header("If-Modified-Since"),
        resource.etag(),
        resource.modified())) {
      headers.remove("Content-Type");
      exchange.answer(304, headers);
    } else {
      content(exchange, path, shared, resource, headers);
    }
  }

  private void content(
      DavExchange exchange,
      DavPath path,
      Shared shared,
      Resource resource,
      Map<String, String> headers)
      throws IOException {
    boolean holds =
        Preconditions.rangeHolds(exchange.header("If-Range"), resource.etag(), resource.modified());
    switch (ByteRange.of(holds ? exchange.header("Range") : null, resource.size())) {
      case ByteRange.Whole whole ->
          send(exchange, path, shared, resource, headers, 200, 0, resource.size());
      case ByteRange.Part part -> {
        headers.put(
            "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + resource.size());
        send(exchange, path, shared, resource, headers, 206, part.first(), part.length());
      }
      case ByteRange.Unsatisfiable none ->
          exchange.answer(
              416,
              Map.of("Content-Range", "bytes */" + resource.size(), "Accept-Ranges", "bytes"),
              new byte[0]);
    }
  }

  private void send(
      DavExchange exchange,
      DavPath path,
      Shared shared,
      Resource resource,
      Map<String, String> headers,
      int status,
      long offset,
      long length)
      throws IOException {
    if (exchange.method().equals("HEAD")) {
      headers.put("Content-Length", Long.toString(length));
      exchange.answer(status, headers);
    } else if (length == 0) {
      // To the gateway a length of 0 means everything.
      exchange.answer(status, headers, new byte[0]);
    } else {
      exchange.stream(
          status,
          headers,
          length,
          new WhileShared(
              gateway.read(shared.ownerUserId(), shared.resource(), resource, offset, length),
              () -> shared(exchange, path),
              clock()));
    }
  }

  @Override
  void propfind(DavExchange exchange, DavPath path, Depth depth) {
    Shared shared = shared(exchange, path);
    Resource resource = stat(shared, path);
    if (resource.folder() && depth == Depth.INFINITE) {
      infinite(exchange);
      return;
    }
    List<DavResource> resources = new ArrayList<>();
    resources.add(dav(path.shareId(), path.segments(), resource));
    if (resource.folder() && depth == Depth.ONE) {
      List<Resource> children =
          gateway
              .list(shared.ownerUserId(), shared.resource(), path.relative())
              .orElseThrow(SharedDav::notFound);
      for (Resource child : children) {
        List<String> segments = new ArrayList<>(path.segments());
        segments.add(child.name());
        resources.add(dav(path.shareId(), segments, child));
      }
    }
    multistatus(exchange, resources);
  }

  private Shared shared(DavExchange exchange, DavPath path) {
    String secret =
        exchange
            .credentials()
            .map(Credentials::secret)
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.UNAUTHENTICATED, "Send the secret of the share as a bearer token.")
                        .toException());
    Shared shared = shares.bySecret(path.shareId(), secret);
    if (!shared.permissions().contains("read")) {
      throw Failure.client(
              Code.EXCEEDS_TRUST, "The share does not permit reading; ask its owner for that.")
          .toException();
    }
    return shared;
  }

  private Resource stat(Shared shared, DavPath path) {
    if (!shared.folder() && !path.segments().isEmpty()) {
      throw notFound();
    }
    return gateway
        .stat(shared.ownerUserId(), shared.resource(), path.relative())
        .orElseThrow(SharedDav::notFound);
  }

  private DavResource dav(String shareId, List<String> segments, Resource resource) {
    return new DavResource(
        prefix()
            + DavPath.encode(shareId)
            + DavPath.encode(segments)
            + (resource.folder() ? "/" : ""),
        resource.name(),
        resource.folder(),
        Optional.of(resource.size()),
        Optional.of(resource.modified()),
        Optional.of(resource.etag()),
        Optional.of(resource.contentType()));
  }

  private static FailureException notFound() {
    return Failure.of(
            Code.RESOURCE_NOT_FOUND,
            "ocm",
            "There is no such file or folder in the share; it may have been moved or deleted.")
        .toException();
  }
}
