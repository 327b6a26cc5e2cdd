package io.ocmfed.journeys;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Journey number one: the main job, as {@code ./ocmfed demo} tells it. */
@Execution(ExecutionMode.CONCURRENT)
class StoryJourneyTest {

  @Journey
  void twoCloudsFederateSurviveAGatewayRestartAndPartCleanly(World world) {
    try (Pair pair = world.pair()) {
      world.installation().story(pair.clouds(), world.installation().teller()).tell();
    }
  }
}
