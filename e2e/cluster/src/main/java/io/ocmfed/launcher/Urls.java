package io.ocmfed.launcher;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ocmfed.cluster.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to reach what {@code up} has installed.
 *
 * @param kubeconfig the administrator's
 * @param caFile the authority of the clouds' public certificates, PEM
 * @param clouds the installations
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Urls(String kubeconfig, String caFile, List<Cloud> clouds) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Reads what the last {@code up} wrote.
   *
   * @throws LauncherException when nothing is up
   */
  public static Urls read(Checkout checkout) {
    Path file = file(checkout);
    if (!Files.exists(file)) {
      throw new LauncherException("Nothing is up here; start it with ./ocmfed up.");
    }
    try {
      return JSON.readValue(file.toFile(), Urls.class);
    } catch (IOException e) {
      throw new LauncherException("The state in %s cannot be read: %s".formatted(file, e), e);
    }
  }

  void write(Checkout checkout) {
    try {
      PrivateFiles.write(file(checkout), json());
    } catch (IOException e) {
      throw new LauncherException("The state cannot be written: " + e.getMessage(), e);
    }
  }

  /** As JSON; the base URLs are derived from the domains. */
  public String json() throws IOException {
    return JSON.writeValueAsString(this);
  }

  /** The cloud of that name. */
  public Cloud cloud(String name) {
    return clouds.stream()
        .filter(cloud -> cloud.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no cloud " + name));
  }

  private static Path file(Checkout checkout) {
    return checkout.state().resolve("urls.json");
  }
}
