package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Trail;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.web.RequestId;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

record TrailTable(Handle handle) implements Trail {

  @Override
  public void addAll(Collection<TrailEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into trail (at, about, subject, connection, what, cause, by_whom, detail,
              failure, request_id)
            values (:at, :about, :subject, :connection, :what, :cause, :byWhom, :detail, :failure,
              :byRequest)
            """);
    entries.forEach(entry -> batch.bindMethods(entry).bind("byRequest", RequestId.current()).add());
    batch.execute();
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
