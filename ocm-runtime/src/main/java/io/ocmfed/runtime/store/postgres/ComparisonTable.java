package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.ComparisonRecord;
import io.ocmfed.runtime.store.Comparisons;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record ComparisonTable(Handle handle, EventLog log) implements Comparisons {

  private static final String SOON =
      """
       least(comparison.next_at,
             greatest(:now, comparison.compared_at + :seconds * interval '1 second'))
      """;

  @Override
  public Optional<ComparisonRecord> find(String domain) {
    return handle
        .createQuery("select * from comparison where domain = :domain")
        .bind("domain", domain)
        .mapTo(ComparisonRecord.class)
        .findOne();
  }

  @Override
  public Optional<ComparisonRecord> takeDue(Instant now, Instant leaseUntil) {
    handle
        .createUpdate(
            """
            insert into comparison (domain, next_at)
            select domain, :now from trust where deleted_at is null
              and domain not in (select domain from comparison)
            on conflict do nothing
            """)
        .bind("now", now)
        .execute();
    return handle
        .createQuery(
            """
            update comparison set next_at = :until, lease_until = :until
            where domain = (select c.domain from comparison c
                            join trust t on t.domain = c.domain and t.deleted_at is null
                            where c.next_at <= :now and c.lease_until <= :now
                            order by c.next_at limit 1 for update of c skip locked)
            returning *
            """)
        .bind("now", now)
        .bind("until", leaseUntil)
        .mapTo(ComparisonRecord.class)
        .findOne();
  }

  @Override
  public void soon(String domain, Instant now, Duration afterLast) {
    handle
        .createUpdate(
            "insert into comparison (domain, next_at) values (:domain, :now)"
                + " on conflict (domain) do update set next_at = "
                + SOON)
        .bind("domain", domain)
        .bind("now", now)
        .bind("seconds", (double) afterLast.toSeconds())
        .execute();
    log.signal();
  }

  @Override
  public void allSoon(Instant now, Duration afterLast) {
    handle
        .createUpdate("update comparison set next_at = " + SOON)
        .bind("now", now)
        .bind("seconds", (double) afterLast.toSeconds())
        .execute();
    log.signal();
  }

  @Override
  public boolean request(String domain, String value, Instant now) {
    boolean heard =
        handle
                .createUpdate(
                    """
                    insert into comparison (domain, next_at, requested)
                    values (:domain, :now, :value)
                    on conflict (domain) do update set next_at = :now, requested = :value
                    where comparison.requested is distinct from :value
                    """)
                .bind("domain", domain)
                .bind("now", now)
                .bind("value", value)
                .execute()
            > 0;
    if (heard) {
      log.signal();
    }
    return heard;
  }

  @Override
  public void finished(ComparisonRecord done) {
    handle
        .createUpdate(
            """
            insert into comparison (domain, next_at, resume_at, failures, compared_at, outcome,
              failure, own_digest, peer_digest)
            values (:domain, :nextAt, :resumeAt, :failures, :comparedAt, :outcome, :failure,
              :ownDigest, :peerDigest)
            on conflict (domain) do update set
              next_at = case when comparison.next_at < comparison.lease_until
                             then comparison.next_at else excluded.next_at end,
              lease_until = '-infinity', resume_at = excluded.resume_at,
              failures = excluded.failures, compared_at = excluded.compared_at,
              outcome = excluded.outcome, failure = excluded.failure,
              own_digest = excluded.own_digest, peer_digest = excluded.peer_digest
            """)
        .bindMethods(done)
        .execute();
  }
}
