package io.ocmfed.launcher;

import io.ocmfed.launcher.CloudClient.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A user at his cloud: what he sees and does through Graph and WebDAV. */
public final class Person {

  private final CloudClient client;
  private final Cloud cloud;
  private final DemoUser user;

  public Person(CloudClient client, Cloud cloud, String userId) {
    this.client = client;
    this.cloud = cloud;
    this.user = cloud.user(userId);
  }

  /**
   * Something that was shared with him.
   *
   * @param id the share's id at his cloud
   * @param file where its bytes are, at his own cloud
   */
  public record SharedItem(String id, String name, URI file) {}

  /** A connection of his with a user elsewhere. */
  public record Contact(String id, String remoteUser, String state) {}

  /** The answer of Graph to "shared with me", whatever it is. */
  public Answer askForSharedWithMe() {
    return client.get(graph("/v1beta1/me/drive/sharedWithMe"), user);
  }

  /**
   * What is shared with him.
   *
   * @throws LauncherException when Graph answers with an error
   */
  public List<SharedItem> sharedWithMe() {
    return values(askForSharedWithMe()).stream()
        .map(
            item ->
                new SharedItem(
                    item.getString("id"),
                    item.getString("name"),
                    URI.create(item.getString("webDavUrl"))))
        .toList();
  }

  /** What is shared with him under that name. */
  public Optional<SharedItem> sharedWithMe(String name) {
    return sharedWithMe().stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /** The answer of his own cloud's WebDAV for a file that was shared with him. */
  public Answer read(URI file) {
    return client.get(file, user);
  }

  /** Users elsewhere that he is connected with. */
  public List<Contact> contacts() {
    return values(client.get(graph("/v1beta1/me/ocm/connections"), user)).stream()
        .map(
            contact ->
                new Contact(
                    contact.getString("id"),
                    contact.getString("remoteUser"),
                    contact.getString("state")))
        .toList();
  }

  /** Ends a connection, as he would by a click. */
  public void disconnect(Contact contact) {
    Answer answer = client.delete(graph("/v1beta1/me/ocm/connections/" + contact.id()), user);
    if (answer.status() / 100 != 2) {
      throw new LauncherException(
          "%s could not remove the connection: %s".formatted(user.login(), answer));
    }
  }

  private URI graph(String path) {
    return URI.create(cloud.graph() + path);
  }

  private List<JsonObject> values(Answer answer) {
    if (answer.status() != 200) {
      throw new LauncherException(
          "Graph of %s answered %s to %s".formatted(cloud.name(), answer, user.login()));
    }
    return answer.json().getJsonArray("value").stream().map(JsonObject.class::cast).toList();
  }
}
