package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Trail;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.web.RequestId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

record TrailTable(Handle handle) implements Trail {

  @Override
  public void addAll(Collection<TrailEntry> entries) {
    Runs.of(entries, TrailTable::common).forEach(this::add);
  }

  private static Object common(TrailEntry one) {
    return Arrays.asList(
        one.at(), one.about(), one.connection(), one.what(), one.cause(), one.failure());
  }

  private void add(List<TrailEntry> alike) {
    handle
        .createUpdate(
            """
            insert into trail (at, about, subject, connection, what, cause, by_whom, detail,
              failure, request_id)
            select cast(:at as timestamptz), :about, subject, :connection, :what, :cause, by_whom,
              detail, :failure, :byRequest
            from unnest(:subjects, :people, :details) as one (subject, by_whom, detail)
            """)
        .bindMethods(alike.getFirst())
        .bindArray("subjects", String.class, Runs.column(alike, TrailEntry::subject))
        .bindArray("people", String.class, Runs.column(alike, TrailEntry::byWhom))
        .bindArray("details", String.class, Runs.column(alike, TrailEntry::detail))
        .bind("byRequest", RequestId.current())
        .execute();
  }

  @Override
  public List<TrailEntry> of(String acceptanceId, String tokenHash, long after, int limit) {
    return handle
        .createQuery(
            """
            select * from (
              select * from trail where connection = :connection and id > :after
              union all
              select * from trail where subject = :token and about = 'INVITATION' and id > :after
            ) entries order by id limit :limit
            """)
        .bind("connection", acceptanceId)
        .bind("token", tokenHash)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(TrailEntry.class)
        .list();
  }
}
