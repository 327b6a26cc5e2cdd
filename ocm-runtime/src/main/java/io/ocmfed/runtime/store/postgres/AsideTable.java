package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Messages that block their lane because nobody can make anything of them, and where they are put.
 * A row that this version cannot read may be one of a newer version, which is being rolled out: it
 * is given time.
 */
record AsideTable(Handle handle, EventLog log) {

  private static final Logger LOG = Logger.getLogger(AsideTable.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  Optional<Long> head(String lane) {
    return handle
        .createQuery("select id from outbox where lane = :lane order by id limit 1")
        .bind("lane", lane)
        .mapTo(Long.class)
        .findOne();
  }

  /** Empty also when the row cannot be read. */
  Optional<OutboxEntry> read(long id) {
    try {
      return handle
          .createQuery("select * from outbox where id = :id")
          .bind("id", id)
          .mapTo(OutboxEntry.class)
          .findOne();
    } catch (JdbiException | IllegalArgumentException unreadable) {
      LOG.errorf("event=outbox.unreadable entry=%d reason=\"%s\"", id, unreadable.getMessage());
      return Optional.empty();
    }
  }

  /** The head of a lane cannot be read: it waits, and when it has waited long enough, it goes. */
  void unreadable(long id, String domain, Instant now) {
    Instant since = broken(id, now);
    if (since.plus(PATIENCE).isAfter(now)) {
      handle
          .createUpdate("update outbox set next_at = :next where id = :id")
          .bind("next", now.plus(PAUSE))
          .bind("id", id)
          .execute();
      return;
    }
    move(
        id,
        Failure.of(
            Code.INTERNAL,
            "ocm",
            "A message to "
                + domain
                + " cannot be read by this version, and was set aside. Update it; the log has the"
                + " reason."),
        now);
    log.append(new Event(0, now, EventKind.CONNECTION, null, null, domain, "set-aside", null));
  }

  /** Since when. */
  Instant broken(long id, Instant now) {
    return handle
        .createQuery(
            """
            update outbox set broken_since = coalesce(broken_since, :now) where id = :id
            returning broken_since
            """)
        .bind("now", now)
        .bind("id", id)
        .mapTo(Instant.class)
        .one();
  }

  void move(long id, Failure failure, Instant now) {
    handle
        .createUpdate(
            """
            with gone as (delete from outbox where id = :id returning *)
            insert into outbox_aside (id, lane, domain, kind, subject, body, created_at, attempts,
              failure, request_id, set_aside_at)
            select id, lane, domain, kind, subject, body, created_at, attempts, :failure,
              request_id, :now
            from gone
            """)
        .bind("id", id)
        .bind("failure", failure)
        .bind("now", now)
        .execute();
  }

  Map<String, Integer> counts() {
    record Row(String domain, int count) {}
    return handle
        .createQuery("select domain, count(*) as count from outbox_aside group by domain")
        .map((row, context) -> new Row(row.getString("domain"), row.getInt("count")))
        .stream()
        .collect(Collectors.toMap(Row::domain, Row::count));
  }
}
