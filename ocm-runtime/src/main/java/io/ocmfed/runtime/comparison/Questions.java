package io.ocmfed.runtime.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is to be asked about, in the order in which it is asked, page by page. */
final class Questions {

  /** Ids in one question. */
  static final int PAGE = 500;

  private Questions() {}

  /** What an id is of. */
  enum Kind {
    ACCEPTANCE,
    OUT,
    IN
  }

  /**
   * One id.
   *
   * @param place its bucket; for a share, 256 more: acceptances come first
   */
  record Question(int place, Kind kind, String id) {}

  /**
   * What is held in the buckets that differ.
   *
   * @param from the first place
   */
  static List<List<Question>> pages(Held held, Digests ours, Digests theirs, int from) {
    List<Question> all =
        Stream.of(
                of(Kind.ACCEPTANCE, held.acceptances()),
                of(Kind.OUT, held.out()),
                of(Kind.IN, held.in()))
            .flatMap(questions -> questions)
            .filter(question -> question.place() >= from)
            .filter(question -> ours.differs(theirs, question.place() % Digests.BUCKETS))
            .sorted(Comparator.comparingInt(Question::place))
            .toList();
    int shares = (int) all.stream().filter(one -> one.kind() == Kind.ACCEPTANCE).count();
    List<List<Question>> pages = new ArrayList<>(chunks(all.subList(0, shares)));
    pages.addAll(chunks(all.subList(shares, all.size())));
    return pages;
  }

  private static Stream<Question> of(Kind kind, List<String> ids) {
    int first = kind == Kind.ACCEPTANCE ? 0 : Digests.BUCKETS;
    return ids.stream().map(id -> new Question(first + Digests.bucket(id), kind, id));
  }

  private static List<List<Question>> chunks(List<Question> all) {
    List<List<Question>> chunks = new ArrayList<>();
    for (int at = 0; at < all.size(); at += PAGE) {
      chunks.add(all.subList(at, Math.min(all.size(), at + PAGE)));
    }
    return chunks;
  }
}
