package io.ocmfed.journeys;

/** Journey number one: the main job, as {@code ./ocmfed demo} tells it. */
class StoryJourneyTest {

  @Journey
  void twoCloudsFederateSurviveAGatewayRestartAndPartCleanly(World world) {
    try (Pair pair = world.pair()) {
      world.installation().story(pair.clouds(), world.installation().teller()).tell();
    }
  }
}
