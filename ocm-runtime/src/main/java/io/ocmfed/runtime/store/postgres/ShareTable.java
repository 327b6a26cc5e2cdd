package io.ocmfed.runtime.store.postgres;

import io.ocmfed.runtime.store.Shares;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The columns and questions that the tables of both directions share. */
abstract class ShareTable<S> implements Shares<S> {

  private static final String SAVE_ENDED =
      """
      state = :state, reason = :reason, ended_at = :endedAt,
        sealed_secret = case when id = any(:forgotten) then null else sealed_secret end
      where id = any(:ids)
      """;

  private final Handle handle;
  private final Class<S> type;
  private final String table;
  private final String save;
  private final String saveEnded;
  private final String ownersId;
  private final String held;

  /**
   * @param table goes into the SQL as it is
   * @param save inserts or replaces one, from the methods of its record
   * @param emptied assignments of columns that an end empties besides the common ones
   * @param ownersId column of the id by which both sides know it
   * @param held condition: both sides hold it, as far as we know
   */
  ShareTable(
      Handle handle,
      Class<S> type,
      String table,
      String save,
      String emptied,
      String ownersId,
      String held) {
    this.handle = handle;
    this.type = type;
    this.table = table;
    this.save = save;
    this.saveEnded = "update " + table + " set " + emptied + SAVE_ENDED;
    this.ownersId = ownersId;
    this.held = held;
  }

  final Handle handle() {
    return handle;
  }

  @Override
  public final Optional<S> find(String id) {
    return select("where id = :id").bind("id", id).mapTo(type).findOne();
  }

  @Override
  public final void save(S share) {
    handle.createUpdate(save).bindMethods(share).execute();
  }

  @Override
  public final void saveEnded(Collection<S> together) {
    if (together.isEmpty()) {
      return;
    }
    List<End> ends = together.stream().map(this::end).toList();
    handle
        .createUpdate(saveEnded)
        .bind("state", ends.getFirst().state())
        .bind("reason", ends.getFirst().reason())
        .bind("endedAt", ends.getFirst().endedAt())
        .bindArray("ids", String.class, Runs.column(ends, End::id))
        .bindArray(
            "forgotten",
            String.class,
            ends.stream().filter(End::secretForgotten).map(End::id).toList())
        .execute();
  }

  /** How a share ended. */
  record End(String id, Enum<?> state, String reason, Instant endedAt, boolean secretForgotten) {}

  abstract End end(S share);

  @Override
  public final List<S> openUnder(String acceptanceId) {
    return many(
        select("where acceptance_id = :acceptance and ended_at is null order by created_at, id")
            .bind("acceptance", acceptanceId));
  }

  @Override
  public final List<S> openOfPair(String domain, String localUser, String remoteUser) {
    return many(
        select(
                """
                where domain = :domain and local_user = :local and remote_user = :remote
                  and ended_at is null
                order by created_at, id
                """)
            .bind("domain", domain)
            .bind("local", localUser)
            .bind("remote", remoteUser));
  }

  @Override
  public final List<S> openOf(String localUser) {
    return many(
        select("where local_user = :local and ended_at is null order by created_at desc, id")
            .bind("local", localUser));
  }

  @Override
  public final List<S> expired(Instant now, int limit) {
    return many(
        select("where expires_at <= :now and ended_at is null limit :limit")
            .bind("now", now)
            .bind("limit", limit));
  }

  @Override
  public final List<S> undeclared(String after, int limit) {
    return many(
        select(
                """
                where id > :after and declared is null and ended_at is null
                order by id limit :limit
                """)
            .bind("after", after)
            .bind("limit", limit));
  }

  @Override
  public final List<String> comparable(String domain) {
    return handle
        .createQuery(
            "select " + ownersId + " from " + table + " where domain = :domain and " + held)
        .bind("domain", domain)
        .mapTo(String.class)
        .list();
  }

  @Override
  public final List<S> among(String domain, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : many(
            select("where domain = :domain and " + ownersId + " in (<ids>)")
                .bind("domain", domain)
                .bindList("ids", List.copyOf(ids)));
  }

  @Override
  public final void forgetSecrets(String acceptanceId) {
    handle
        .createUpdate(
            "update "
                + table
                + " set sealed_secret = null "
                + """
                where acceptance_id = :acceptance
                  and ended_at is not null and sealed_secret is not null
                """)
        .bind("acceptance", acceptanceId)
        .execute();
  }

  private Query select(String which) {
    return handle.createQuery("select * from " + table + " " + which);
  }

  private List<S> many(Query query) {
    return query.mapTo(type).list();
  }
}
