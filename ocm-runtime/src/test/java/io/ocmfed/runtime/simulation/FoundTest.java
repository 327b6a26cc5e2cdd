package io.ocmfed.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories in which a defect was found once, as short as they became. */
@ExtendWith(Quiet.class)
class FoundTest {

  static Stream<Arguments> found() {
    return Stream.of(
        Arguments.of(
            "seed 1707: the end of a share was kept from its owner by an older removal",
            new History(
                1707,
                2,
                2,
                List.of(
                    step(Act.ISSUE, 1, 32, 478, 417),
                    step(Act.DECLARE_ACCEPT, 0, 14, 936, 223),
                    step(Act.SEND, 1, 244, 85, 50),
                    step(Act.DECLARE_SHARE, 1, 578, 719, 101),
                    step(Act.UNDECLARE_INVITE, 0, 52, 622, 52),
                    step(
                        Act.SEND,
                        0,
                        244,
                        629,
                        435,
                        new Mishap(Point.ANSWER, 0, Mishap.Kind.DIES, 1)),
                    step(Act.SHARE, 0, 733, 728, 640),
                    step(Act.DECLARE_TAKING, 0, 434, 567, 810),
                    step(Act.ACCEPT, 0, 707, 263, 806),
                    step(Act.SEND, 0, 582, 989, 59)))),
        Arguments.of(
            "seed 4498: the same, with the removal still to be sent",
            new History(
                4498,
                2,
                1,
                List.of(
                    step(Act.DECLARE_TAKING, 1, 739, 421, 666),
                    step(Act.ISSUE, 0, 506, 618, 607),
                    step(Act.ACCEPT, 1, 710, 996, 620),
                    step(Act.REMOVE, 1, 191, 516, 605),
                    step(Act.DECLARE_SHARE, 0, 847, 49, 670),
                    step(Act.ISSUE, 1, 369, 27, 75),
                    step(Act.ACCEPT, 0, 413, 778, 856)))),
        Arguments.of(
            "seed 3718: a share that was taken back before it arrived came all the same",
            new History(
                3718,
                2,
                2,
                List.of(
                    step(Act.DECLARE_ISSUE, 1, 142, 647, 625),
                    step(Act.DECLARE_ACCEPT, 0, 694, 813, 359),
                    step(Act.SEND, 1, 262, 710, 25),
                    step(Act.SHARE, 0, 391, 820, 269),
                    step(
                        Act.SEND,
                        1,
                        374,
                        742,
                        247,
                        new Mishap(Point.REQUEST, 0, Mishap.Kind.LATE, 4)),
                    step(Act.UNSHARE, 0, 923, 530, 533),
                    step(Act.SEND, 1, 748, 53, 216),
                    step(Act.ACCEPT, 0, 274, 622, 266)))),
        Arguments.of(
            "seed 52341: a dispute did not end while a lost share waited for its end",
            new History(
                52341,
                2,
                1,
                List.of(
                    step(Act.ISSUE, 4, 26, 497, 493),
                    step(Act.ACCEPT, 5, 302, 831, 319),
                    step(Act.SEND, 5, 645, 499, 987),
                    step(Act.SHARE, 3, 991, 350, 578),
                    step(Act.BACK_UP, 4, 894, 388, 543),
                    step(Act.SEND, 5, 231, 102, 7),
                    step(Act.RESTORE, 0, 458, 302, 508),
                    step(Act.RESTORE, 4, 498, 675, 771)))),
        Arguments.of(
            "seed 4794: a dispute did not end while another acceptance was in dispute",
            new History(
                4794,
                2,
                2,
                List.of(
                    step(Act.DECLARE_ISSUE, 3, 444, 658, 882),
                    step(Act.DECLARE_ACCEPT, 0, 345, 87, 172),
                    step(Act.SEND, 2, 395, 845, 193),
                    step(
                        Act.RESTORE,
                        2,
                        554,
                        906,
                        489,
                        new Mishap(Point.AFTER_COMMIT, 0, Mishap.Kind.FAILS, 1)),
                    step(Act.ACCEPT, 0, 280, 5, 609),
                    step(Act.SEND, 3, 877, 840, 642),
                    step(Act.RESTORE, 1, 3, 788, 44),
                    step(Act.RESTORE, 5, 389, 414, 230)))),
        Arguments.of(
            "seed 70932: connecting anew ended what only the peer, set forward again, still held",
            new History(
                70932,
                2,
                1,
                List.of(
                    step(Act.DECLARE_ISSUE, 1, 829, 786, 760),
                    step(Act.ACCEPT, 4, 820, 191, 356),
                    step(Act.ISSUE, 0, 683, 737, 517),
                    step(Act.RESTORE, 2, 379, 320, 116),
                    step(Act.DECLARE_ACCEPT, 5, 481, 602, 578),
                    step(Act.RESTORE, 0, 386, 393, 822)))),
        Arguments.of(
            "seed 24714: what a user waited for was gone when he looked again",
            new History(
                24714,
                2,
                2,
                List.of(
                    step(Act.ISSUE, 3, 4, 825, 334),
                    step(Act.ACCEPT, 4, 413, 278, 234),
                    step(
                        Act.ACCEPT,
                        4,
                        712,
                        121,
                        824,
                        new Mishap(Point.AFTER_COMMIT, 2, Mishap.Kind.WAITS, 4)),
                    step(Act.SEND, 1, 661, 982, 688),
                    step(Act.SEND, 3, 121, 612, 967),
                    step(Act.LONG_TIME, 2, 780, 77, 421)))));
  }

  private static Step step(Act act, int node, int a, int b, int c, Mishap... mishaps) {
    return new Step(act, node, a, b, c, List.of(mishaps));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("found")
  void isMended(String what, History history) {
    assertThat(Run.of(history, Weakness.NONE, new Coverage())).as(what).isEmpty();
  }
}
