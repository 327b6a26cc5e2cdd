package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Events are written last thing before the commit, under a lock that lasts until the commit: a
 * cursor is taken only when all smaller ones are visible. Taken last, the lock is short and part of
 * no cycle.
 */
final class EventLog implements Events {

  private static final String APPEND =
      """
      insert into event (cursor, at, kind, name, id, domain, what, cause)
      select nextval('event_cursor'), cast(:at as timestamptz), :kind, name, id, :domain, :what,
        :cause
      from unnest(:names, :ids) as one (name, id)
      """;

  private final Handle handle;
  private final List<Event> pending = new ArrayList<>();
  private boolean signal;

  EventLog(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void append(Event event) {
    pending.add(event);
  }

  /** Somebody else waits for what this transaction does. */
  void signal() {
    signal = true;
  }

  /** Writes what was appended, and wakes who waits when the commit is done. */
  void flush() {
    if (!pending.isEmpty()) {
      write();
      signal = true;
    }
    if (signal) {
      handle.execute("select pg_notify(?, '')", Signals.CHANNEL);
    }
  }

  private void write() {
    handle.execute("select pg_advisory_xact_lock(hashtextextended('event log', 0))");
    Runs.of(pending, EventLog::common).forEach(this::write);
  }

  private static Object common(Event event) {
    return Arrays.asList(event.at(), event.kind(), event.domain(), event.what(), event.cause());
  }

  private void write(List<Event> alike) {
    handle
        .createUpdate(APPEND)
        .bindMethods(alike.getFirst())
        .bindArray("names", String.class, Runs.column(alike, Event::name))
        .bindArray("ids", String.class, Runs.column(alike, Event::id))
        .execute();
  }

  @Override
  public List<Event> after(long cursor, int limit) {
    return handle
        .createQuery("select * from event where cursor > :after order by cursor limit :limit")
        .bind("after", cursor)
        .bind("limit", limit)
        .mapTo(Event.class)
        .list();
  }

  @Override
  public long newest() {
    return handle
        .createQuery(
            """
            select greatest((select coalesce(max(cursor), 0) from event),
                            (select cursor from event_horizon))
            """)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public long horizon() {
    return handle.createQuery("select cursor from event_horizon").mapTo(Long.class).one();
  }

  @Override
  public void compact(Instant before) {
    handle
        .createUpdate(
            """
            with gone as (delete from event where at < :before returning cursor)
            update event_horizon
            set cursor = greatest(cursor, (select coalesce(max(cursor), 0) from gone))
            """)
        .bind("before", before)
        .execute();
  }
}
