package io.ocmfed.runtime.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ocmfed.runtime.rpc.v1.FailureDetail;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Optional;

/** Failures as gRPC statuses and back, nothing lost, so that an origin stays what it was. */
public final class FailureTrailer {

  private static final Metadata.Key<byte[]> KEY =
      Metadata.Key.of("ocmfed-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private FailureTrailer() {}

  /**
   * The status for a failure. Never UNAVAILABLE: that word is left to the transport, which tries
   * again.
   */
  public static Status status(Failure failure) {
    Status status =
        switch (failure.code()) {
          case CONFLICT -> Status.ABORTED;
          case ALREADY_CONNECTED -> Status.ALREADY_EXISTS;
          default ->
              switch (failure.code().status()) {
                case 400 -> Status.INVALID_ARGUMENT;
                case 401 -> Status.UNAUTHENTICATED;
                case 403 -> Status.PERMISSION_DENIED;
                case 404 -> Status.NOT_FOUND;
                case 409, 410, 422 -> Status.FAILED_PRECONDITION;
                case 501 -> Status.UNIMPLEMENTED;
                default -> Status.INTERNAL;
              };
        };
    return status.withDescription(failure.code().name());
  }

  /** The trailers for a failure. */
  public static Metadata trailers(Failure failure) {
    Metadata trailers = new Metadata();
    trailers.put(KEY, detail(failure).toByteArray());
    return trailers;
  }

  /** The failure as a service implementation throws it. */
  public static StatusRuntimeException exception(Failure failure) {
    return status(failure).asRuntimeException(trailers(failure));
  }

  /** The failure that the other role sent; empty when the status came from the transport. */
  public static Optional<Failure> read(Metadata trailers) {
    byte[] bytes = trailers == null ? null : trailers.get(KEY);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(failure(FailureDetail.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException foreign) {
      return Optional.empty();
    }
  }

  private static FailureDetail detail(Failure failure) {
    FailureDetail.Builder detail =
        FailureDetail.newBuilder()
            .setCode(failure.code().name())
            .setMessage(failure.message())
            .setOrigin(failure.origin())
            .setAttempts(failure.attempts());
    Optional.ofNullable(failure.operation()).ifPresent(detail::setOperation);
    Optional.ofNullable(failure.endpoint()).ifPresent(detail::setEndpoint);
    Optional.ofNullable(failure.since()).map(Timestamps::of).ifPresent(detail::setSince);
    Optional.ofNullable(failure.retryAt()).map(Timestamps::of).ifPresent(detail::setRetryAt);
    Optional.ofNullable(failure.table()).map(FailureTrailer::table).ifPresent(detail::setTable);
    return detail.build();
  }

  private static Failure failure(FailureDetail detail) {
    return new Failure(
        code(detail.getCode()),
        detail.getMessage(),
        detail.getOrigin(),
        emptyToNull(detail.getOperation()),
        emptyToNull(detail.getEndpoint()),
        detail.getAttempts(),
        detail.hasSince() ? Timestamps.instant(detail.getSince()) : null,
        detail.hasRetryAt() ? Timestamps.instant(detail.getRetryAt()) : null,
        detail.hasTable() ? table(detail.getTable()) : null);
  }

  private static FailureDetail.Table table(Failure.Table table) {
    FailureDetail.Table.Builder built = FailureDetail.Table.newBuilder().setSource(table.source());
    Optional.ofNullable(table.revision()).ifPresent(built::setRevision);
    Optional.ofNullable(table.appliedAt()).map(Timestamps::of).ifPresent(built::setAppliedAt);
    return built.build();
  }

  private static Failure.Table table(FailureDetail.Table table) {
    return new Failure.Table(
        table.getSource(),
        emptyToNull(table.getRevision()),
        table.hasAppliedAt() ? Timestamps.instant(table.getAppliedAt()) : null);
  }

  private static Code code(String name) {
    for (Code code : Code.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return Code.INTERNAL;
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Protocol buffer times and ours. */
  public static final class Timestamps {

    private Timestamps() {}

    public static Timestamp of(Instant instant) {
      return Timestamp.newBuilder()
          .setSeconds(instant.getEpochSecond())
          .setNanos(instant.getNano())
          .build();
    }

    public static Instant instant(Timestamp timestamp) {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
  }
}
