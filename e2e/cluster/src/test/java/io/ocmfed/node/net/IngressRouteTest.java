package io.ocmfed.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressRouteTest {

  @ParameterizedTest
  @CsvSource({
    "a.test,/graph,false,a.test,/graph,true",
    "a.test,/graph,false,A.Test,/graph/v1.0/me,true",
    "a.test,/graph,false,a.test,/graphics,false",
    "a.test,/graph/,false,a.test,/graph/x,true",
    "a.test,/,false,a.test,/anything,true",
    "a.test,/,false,b.test,/anything,false",
    "'',/,false,b.test,/anything,true",
    "a.test,/ocm,true,a.test,/ocm,true",
    "a.test,/ocm,true,a.test,/ocm/x,false",
  })
  void aRuleMatchesWholePathElements(
      String host,
      String path,
      boolean exact,
      String askedHost,
      String askedPath,
      boolean matches) {
    var route = new IngressRoute(host, path, exact, "ns/web", List.of());
    assertThat(route.matches(askedHost, askedPath)).isEqualTo(matches);
  }
}
