package io.ocmfed.crds.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The CRDs of our kinds: file name to YAML text. */
final class CrdGeneration {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(OcmInstance.class, OcmTrust.class, OcmInvite.class, OcmShare.class);

  private static final String HEADER =
      """
      # Generated from the Java types in crds/src/main/java. After a change there:
      #   ./mvnw -pl crds -am test -Dtest=CommittedYamlTest -Dsurefire.failIfNoSpecifiedTests=false -Dcrds.update
      """;

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .stringQuotingChecker(new TimesQuoted())
              .build());

  private CrdGeneration() {}

  static Map<String, String> generate() {
    Map<String, String> files = new TreeMap<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      try {
        ObjectNode crd = (ObjectNode) YAML.readTree(fromAnnotations(kind));
        CrdCompletion.complete(crd, kind);
        files.put(
            crd.at("/metadata/name").asText() + ".yaml", HEADER + YAML.writeValueAsString(crd));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String fromAnnotations(Class<? extends HasMetadata> kind) {
    InMemory output = new InMemory();
    new CRDGenerator()
        .withOutput(output)
        .forCRDVersions("v1")
        .customResourceClasses(List.of(kind))
        .generate();
    return output.bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class InMemory implements CRDGenerator.CRDOutput<OutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public OutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /** Many YAML readers take an unquoted time for something else than a string. */
  private static final class TimesQuoted extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || TIME.matcher(value).matches();
    }
  }
}
