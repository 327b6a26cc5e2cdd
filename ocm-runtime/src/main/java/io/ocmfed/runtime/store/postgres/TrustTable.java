package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Delay;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Trusts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record TrustTable(Handle handle) implements Trusts {

  private static final String DECLARE =
      """
      insert into trust (name, uid, generation, domain, ca_certificate, signatures_required,
        invites, shares, permissions, max_share_seconds, revoke_on_delete, discovery_next)
      values (:name, :uid, :generation, :domain, :caCertificate, :signaturesRequired,
        :invites, :shares, :permissions, :maxShareSeconds, :revokeOnDelete, :discoveryNext)
      on conflict (name) do update set
        uid = excluded.uid, generation = excluded.generation,
        ca_certificate = excluded.ca_certificate,
        signatures_required = excluded.signatures_required, invites = excluded.invites,
        shares = excluded.shares, permissions = excluded.permissions,
        max_share_seconds = excluded.max_share_seconds,
        revoke_on_delete = excluded.revoke_on_delete, discovery_next = excluded.discovery_next
      """;

  private static final String FOUND =
      """
      update trust set discovery_state = :discoveryState, discovery_failure = :discoveryFailure,
        discovery_at = :discoveryAt, discovery_attempts = :discoveryAttempts,
        discovery_next = :discoveryNext, peer = :peer,
        last_contact = greatest(last_contact, :lastContact)
      where name = :name and uid = :uid
      """;

  @Override
  public Optional<TrustRecord> byDomain(String domain) {
    return handle
        .createQuery("select * from trust where domain = :domain")
        .bind("domain", domain)
        .mapTo(TrustRecord.class)
        .findOne();
  }

  @Override
  public Optional<TrustRecord> byName(String name) {
    return handle
        .createQuery("select * from trust where name = :name and deleted_at is null")
        .bind("name", name)
        .mapTo(TrustRecord.class)
        .findOne();
  }

  @Override
  public List<TrustRecord> all() {
    return handle
        .createQuery("select * from trust where deleted_at is null order by name")
        .mapTo(TrustRecord.class)
        .list();
  }

  @Override
  public void declare(TrustRecord trust) {
    handle
        .createUpdate(
            """
            delete from trust
            where (domain = :domain or name = :name) and deleted_at is not null
            """)
        .bind("domain", trust.domain())
        .bind("name", trust.name())
        .execute();
    handle.createUpdate(DECLARE).bindMethods(trust).execute();
  }

  @Override
  public void found(TrustRecord trust) {
    handle.createUpdate(FOUND).bindMethods(trust).execute();
  }

  @Override
  public boolean mutual(String domain, boolean trustsUs, Instant now) {
    return handle
            .createUpdate(
                """
                update trust set mutual = :mutual, last_contact = :now
                where domain = :domain and mutual is distinct from :mutual
                """)
            .bind("mutual", trustsUs)
            .bind("now", now)
            .bind("domain", domain)
            .execute()
        > 0;
  }

  @Override
  public Delay delay(String domain) {
    return handle
        .createQuery("select delayed_since as since, calm_since from trust where domain = :domain")
        .bind("domain", domain)
        .mapTo(Delay.class)
        .findOne()
        .orElse(Delay.NONE);
  }

  @Override
  public void delayed(String domain, Delay delay) {
    handle
        .createUpdate(
            "update trust set delayed_since = :since, calm_since = :calmSince"
                + " where domain = :domain")
        .bindMethods(delay)
        .bind("domain", domain)
        .execute();
  }

  @Override
  public void delete(String name) {
    handle.createUpdate("delete from trust where name = :name").bind("name", name).execute();
  }

  @Override
  public boolean lookSoon(String domain, Instant now, Duration afterLast) {
    return handle
            .createUpdate(
                """
                update trust set discovery_next = soon.at
                from (select name, greatest(:now, discovery_at + :seconds * interval '1 second') at
                      from trust where domain = :domain and deleted_at is null) soon
                where trust.name = soon.name and trust.discovery_next > soon.at
                """)
            .bind("now", now)
            .bind("seconds", (double) afterLast.toSeconds())
            .bind("domain", domain)
            .execute()
        > 0;
  }

  @Override
  public Optional<TrustRecord> takeDue(Instant now, Instant until) {
    return handle
        .createQuery(
            """
            update trust set discovery_next = :until
            where name = (select name from trust where discovery_next <= :now and deleted_at is null
                          order by discovery_next limit 1 for update skip locked)
            returning *
            """)
        .bind("now", now)
        .bind("until", until)
        .mapTo(TrustRecord.class)
        .findOne();
  }

  @Override
  public void retire(String name, Instant now) {
    handle
        .createUpdate("update trust set deleted_at = :now where name = :name")
        .bind("now", now)
        .bind("name", name)
        .execute();
  }

  @Override
  public int dropRetired(Instant before) {
    return handle
        .createUpdate(
            """
            delete from trust where deleted_at is not null
              and (deleted_at < :before or domain not in (select domain from outbox))
            """)
        .bind("before", before)
        .execute();
  }
}
