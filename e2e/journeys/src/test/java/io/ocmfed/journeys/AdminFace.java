package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.launcher.AdminApi;
import io.ocmfed.launcher.CloudClient;
import io.vertx.core.json.JsonObject;

/** What the admin API of an ocm pod shows. */
final class AdminFace {

  private AdminFace() {}

  static JsonObject get(Side side, String path) {
    try (var admin = new AdminApi(side.world().client(), side.cloud())) {
      CloudClient.Answer answer = admin.get(admin.pods("ocm").getFirst(), path);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      return answer.json();
    }
  }
}
