package io.ocmfed.operator.runtime;

import com.fasterxml.jackson.databind.JavaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The desired-state calls of one installation's ocm role: any ready pod will do, the next one when
 * it does not answer.
 */
public final class OcmRuntime {

  private static final int PAGE_SIZE = 500;

  private final AdminHttp http;
  private final List<RuntimePod> pods;
  private final Credentials credentials;

  /**
   * @param pods the ready pods of the ocm Service
   */
  public OcmRuntime(AdminHttp http, List<RuntimePod> pods, Credentials credentials) {
    this.http = http;
    this.pods = List.copyOf(pods);
    this.credentials = credentials;
  }

  public Answer<TrustRecord> putTrust(String name, TrustDeclaration declaration) {
    return put(DeclaredKind.TRUSTS, name, declaration, TrustRecord.class);
  }

  public Answer<InviteRecord> putInvite(String name, InviteDeclaration declaration) {
    return put(DeclaredKind.INVITES, name, declaration, InviteRecord.class);
  }

  public Answer<ShareRecord> putShare(String name, ShareDeclaration declaration) {
    return put(DeclaredKind.SHARES, name, declaration, ShareRecord.class);
  }

  /** Removes what the object of that uid declared; another object's record stays (204). */
  public Answer<Void> delete(DeclaredKind kind, String name, String uid) {
    String path = kind.path() + "/" + encode(name) + "?uid=" + encode(uid);
    return anyPod(pod -> http.delete(pod, credentials, path));
  }

  /** Everything declared of one kind, all pages. */
  public <T extends Declared> Answer<Page<T>> listDeclared(DeclaredKind kind, Class<T> type) {
    return listAll(kind.path() + "?limit=" + PAGE_SIZE, type);
  }

  /** All shares, also those that nobody declared. */
  public Answer<Page<ShareRecord>> listAllShares() {
    return listAll(DeclaredKind.SHARES.path() + "?scope=all&limit=" + PAGE_SIZE, ShareRecord.class);
  }

  private <T> Answer<Page<T>> listAll(String path, Class<T> type) {
    JavaType pageType = AdminJson.MAPPER.getTypeFactory().constructParametricType(Page.class, type);
    List<T> items = new ArrayList<>();
    long cursor = -1;
    String after = "";
    while (true) {
      String part = path + after;
      Answer<Page<T>> answer = anyPod(pod -> http.get(pod, credentials, part, pageType));
      if (!(answer instanceof Answer.Ok<Page<T>>(Page<T> page))) {
        return answer;
      }
      items.addAll(page.items());
      // The first page's cursor: what changes while we read is then seen again, not missed.
      cursor = cursor < 0 ? page.cursor() : cursor;
      if (page.next() == null || page.items().isEmpty()) {
        return new Answer.Ok<>(new Page<>(items, null, cursor));
      }
      after = "&after=" + encode(page.next());
    }
  }

  private <T> Answer<T> put(DeclaredKind kind, String name, Object body, Class<T> type) {
    String path = kind.path() + "/" + encode(name);
    return anyPod(pod -> http.put(pod, credentials, path, body, type));
  }

  private <T> Answer<T> anyPod(Function<RuntimePod, Answer<T>> call) {
    Answer<T> last = new Answer.Unreachable<>("it has no ready pod");
    for (RuntimePod pod : pods) {
      last = call.apply(pod);
      if (!(last instanceof Answer.Unreachable<T>)) {
        return last;
      }
    }
    return last;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
