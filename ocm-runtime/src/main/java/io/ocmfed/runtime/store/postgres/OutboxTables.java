package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.RequestId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Lanes carry when their head is due and who leases them; entries carry the messages. A lane
 * without entries is due at infinity.
 */
record OutboxTables(Handle handle, EventLog log, AsideTable aside) implements Outbox {

  /** Lanes of one peer that are sent at once, by all replicas: a slow one must not take all. */
  private static final int MOST_FOR_ONE_PEER = 16;

  OutboxTables(Handle handle, EventLog log) {
    this(handle, log, new AsideTable(handle, log));
  }

  @Override
  public void addAll(List<OutboxEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Runs.of(entries, OutboxTables::common).forEach(this::add);
    log.signal();
    // In the order of keys: two transactions that touch the same lanes do not wait for each other.
    var firsts = new TreeMap<String, OutboxEntry>();
    entries.forEach(entry -> firsts.putIfAbsent(entry.lane(), entry));
    firsts.values().forEach(this::due);
  }

  private static Object common(OutboxEntry one) {
    return Arrays.asList(
        one.lane(),
        one.domain(),
        one.kind(),
        one.body(),
        one.createdAt(),
        one.nextAt(),
        one.attempts());
  }

  private void add(List<OutboxEntry> alike) {
    handle
        .createUpdate(
            """
            insert into outbox (lane, domain, kind, subject, body, created_at, next_at, attempts,
              request_id, traceparent)
            select :lane, :domain, :kind, subject, :body, cast(:createdAt as timestamptz),
              cast(:nextAt as timestamptz), :attempts, :byRequest, :inTrace
            from unnest(:subjects) as subject
            """)
        .bindMethods(alike.getFirst())
        .bindArray("subjects", String.class, Runs.column(alike, OutboxEntry::subject))
        .bind("byRequest", RequestId.current())
        // What the thread that owes the message works for; who sends it goes on with that.
        .bind("inTrace", TraceParent.current().orElse(null))
        .execute();
  }

  /** The first message of an empty lane says when it is due. */
  private void due(OutboxEntry first) {
    handle
        .createUpdate(
            """
            insert into lane (key, domain, next_at, lease_until)
            values (:lane, :domain, :nextAt, '-infinity')
            on conflict (key) do update set next_at =
              case when lane.next_at = 'infinity' then excluded.next_at else lane.next_at end
            """)
        .bindMethods(first)
        .execute();
  }

  @Override
  public Optional<OutboxEntry> claim(String owner, Instant now, Instant leaseUntil) {
    return handle
        .createQuery(
            """
            select l.key, l.domain from lane l left join circuit c on c.domain = l.domain
            where l.next_at <= :now and l.lease_until <= :now
              and (c.domain is null or c.open_until <= :now)
              and l.domain not in (
                select domain from lane where lease_owner is not null and lease_until > :now
                group by domain having count(*) >= :most)
            order by l.next_at, l.key limit 1 for update of l skip locked
            """)
        .bind("now", now)
        .bind("most", MOST_FOR_ONE_PEER)
        .map((row, context) -> List.of(row.getString(1), row.getString(2)))
        .findOne()
        .flatMap(lane -> lease(lane.get(0), lane.get(1), owner, now, leaseUntil));
  }

  private Optional<OutboxEntry> lease(
      String lane, String domain, String owner, Instant now, Instant leaseUntil) {
    Optional<Long> id = aside.head(lane);
    Optional<OutboxEntry> head = id.flatMap(aside::read);
    if (id.isPresent() && head.isEmpty()) {
      aside.unreadable(id.get(), domain, now);
      free(lane);
      return Optional.empty();
    }
    // The lane of a dead peer stays as it is, unless this is the probe.
    if (head.isPresent() && !probes(domain, now, leaseUntil)) {
      return Optional.empty();
    }
    handle
        .createUpdate(
            """
            update lane set lease_owner = :owner, lease_until = :until,
              next_at = case when :empty then 'infinity' else next_at end
            where key = :lane
            """)
        .bind("owner", owner)
        .bind("until", head.isEmpty() ? now : leaseUntil)
        .bind("empty", head.isEmpty())
        .bind("lane", lane)
        .execute();
    return head;
  }

  /** With a circuit there is one probe at a time: who moves its time has it. */
  private boolean probes(String domain, Instant now, Instant until) {
    boolean moved =
        handle
                .createUpdate(
                    """
                    update circuit set open_until = :until
                    where domain = :domain and open_until <= :now
                    """)
                .bind("until", until)
                .bind("domain", domain)
                .bind("now", now)
                .execute()
            > 0;
    return moved || failures(domain) == 0;
  }

  @Override
  public boolean holds(OutboxEntry entry, String owner) {
    return handle
        .createQuery(
            """
            select 1 from lane where key = :lane and lease_owner = :owner
              and exists (select 1 from outbox where id = :id)
            for update
            """)
        .bind("lane", entry.lane())
        .bind("owner", owner)
        .bind("id", entry.id())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public void release(OutboxEntry entry, String owner) {
    handle
        .createQuery("select 1 from lane where key = :lane and lease_owner = :owner for update")
        .bind("lane", entry.lane())
        .bind("owner", owner)
        .mapTo(Integer.class)
        .findOne()
        .ifPresent(held -> free(entry.lane()));
  }

  @Override
  public void renew(Collection<String> owners, Instant leaseUntil) {
    if (!owners.isEmpty()) {
      handle
          .createUpdate(
              """
              update lane set lease_until = greatest(lease_until, :until)
              where lease_owner in (<owners>)
              """)
          .bind("until", leaseUntil)
          .bindList("owners", List.copyOf(owners))
          .execute();
    }
  }

  @Override
  public Instant broken(OutboxEntry entry, Instant now) {
    return aside.broken(entry.id(), now);
  }

  @Override
  public void setAside(OutboxEntry entry, Failure failure, Instant now) {
    aside.move(entry.id(), failure, now);
    free(entry.lane());
  }

  @Override
  public Map<String, Integer> setAside() {
    return aside.counts();
  }

  @Override
  public List<Long> overdue(Instant createdBefore, Instant now, int limit) {
    return handle
        .createQuery(
            """
            select o.id from outbox o join lane l on l.key = o.lane
            where o.created_at < :before and l.lease_until <= :now order by o.id limit :limit
            """)
        .bind("before", createdBefore)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  @Override
  public Optional<OutboxEntry> take(long id, Instant now) {
    Optional<String> lane =
        handle
            .createQuery(
                """
                select l.key from outbox o join lane l on l.key = o.lane
                where o.id = :id and l.lease_until <= :now for update of l
                """)
            .bind("id", id)
            .bind("now", now)
            .mapTo(String.class)
            .findOne();
    Optional<OutboxEntry> taken = lane.flatMap(free -> aside.read(id));
    taken.ifPresent(entry -> remove(entry, now));
    return taken;
  }

  @Override
  public void remove(OutboxEntry entry, Instant now) {
    handle.createUpdate("delete from outbox where id = :id").bind("id", entry.id()).execute();
    free(entry.lane());
  }

  @Override
  public void postpone(OutboxEntry entry) {
    handle
        .createUpdate(
            """
            update outbox set next_at = :nextAt, attempts = :attempts,
              refused_since = :refusedSince, last_attempt = :lastAttempt, failure = :failure,
              broken_since = case when :stillBroken then broken_since end
            where id = :id
            """)
        .bindMethods(entry)
        .bind("stillBroken", entry.failure().code() == Code.INTERNAL)
        .execute();
    free(entry.lane());
  }

  /** The lane is due when its head is. The row lock comes first, so that no new head is missed. */
  private void free(String lane) {
    handle
        .createQuery("select 1 from lane where key = :lane for update")
        .bind("lane", lane)
        .mapTo(Integer.class)
        .findOne();
    boolean more =
        handle
            .createQuery(
                """
                update lane set lease_owner = null, lease_until = '-infinity', next_at = coalesce(
                  (select next_at from outbox where lane = :lane order by id limit 1), 'infinity')
                where key = :lane returning next_at <> 'infinity'
                """)
            .bind("lane", lane)
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false);
    if (more) {
      // Nobody who sleeps until something else is due knows of it.
      log.signal();
    }
  }

  @Override
  public void cancel(Set<MessageKind> kinds, Collection<String> subjects, Instant now) {
    if (subjects.isEmpty()) {
      return;
    }
    handle
        .createUpdate("delete from outbox where subject = any(:subjects) and kind in (<kinds>)")
        .bindArray("subjects", String.class, subjects)
        .bindList("kinds", kinds.stream().map(Enum::name).toList())
        .execute();
  }

  @Override
  public void cancelAfter(OutboxEntry entry, String body) {
    handle
        .createUpdate("delete from outbox where lane = :lane and id > :id and body = :body")
        .bind("lane", entry.lane())
        .bind("id", entry.id())
        .bind("body", body)
        .execute();
  }

  @Override
  public Optional<OutboxEntry> of(MessageKind kind, String subject) {
    return handle
        .createQuery(
            "select * from outbox where subject = :subject and kind = :kind order by id limit 1")
        .bind("subject", subject)
        .bind("kind", kind)
        .mapTo(OutboxEntry.class)
        .findOne();
  }

  @Override
  public int awaken(String domain, Set<Code> becauseOf, Instant now) {
    int woken =
        handle
            .createUpdate(
                """
                update outbox set next_at = :now,
                  attempts = case when :all then 0 else attempts end
                where domain = :domain and next_at > :now
                  and (:all or failure::json ->> 'code' in (<codes>))
                """)
            .bind("now", now)
            .bind("domain", domain)
            .bind("all", becauseOf == null)
            .bindList(
                "codes",
                becauseOf == null || becauseOf.isEmpty()
                    ? List.of("")
                    : becauseOf.stream().map(Enum::name).toList())
            .execute();
    if (woken > 0) {
      log.signal();
      handle
          .createUpdate(
              """
              update lane set next_at = :now
              where domain = :domain and next_at > :now and next_at <> 'infinity'
                and (select next_at from outbox where lane = lane.key order by id limit 1) <= :now
              """)
          .bind("now", now)
          .bind("domain", domain)
          .execute();
    }
    return woken;
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return handle
        .createQuery(
            """
            select min(greatest(l.next_at, l.lease_until, coalesce(c.open_until, '-infinity')))
            from lane l left join circuit c on c.domain = l.domain
            where l.next_at <> 'infinity'
            """)
        .mapTo(Instant.class)
        .findOne();
  }

  @Override
  public List<Owed> owed() {
    return handle
        .createQuery(
            """
            select domain, count(*) as depth, min(created_at) as oldest
            from outbox group by domain order by domain
            """)
        .mapTo(Owed.class)
        .list();
  }

  @Override
  public void openCircuit(String domain, int failures, Instant until, Instant now) {
    handle
        .createUpdate(
            """
            insert into circuit (domain, failures, since, open_until, failed_at)
            values (:domain, :failures, :now, :until, :now)
            on conflict (domain) do update set failures = excluded.failures,
              open_until = excluded.open_until, failed_at = excluded.failed_at
            """)
        .bind("domain", domain)
        .bind("failures", failures)
        .bind("now", now)
        .bind("until", until)
        .execute();
  }

  @Override
  public Optional<Circuit> circuit(String domain) {
    return handle
        .createQuery(
            """
            select failures, failed_at, open_until from circuit where domain = :domain for update
            """)
        .bind("domain", domain)
        .mapTo(Circuit.class)
        .findOne();
  }

  @Override
  public int failures(String domain) {
    return handle
        .createQuery("select failures from circuit where domain = :domain")
        .bind("domain", domain)
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  @Override
  public boolean closeCircuit(String domain, Instant now) {
    boolean closed =
        handle
                .createUpdate("delete from circuit where domain = :domain")
                .bind("domain", domain)
                .execute()
            > 0;
    if (closed) {
      log.signal();
    }
    return closed;
  }
}
