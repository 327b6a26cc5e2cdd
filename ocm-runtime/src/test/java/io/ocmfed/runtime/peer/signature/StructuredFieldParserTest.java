package io.ocmfed.runtime.peer.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.peer.signature.StructuredField.Bare;
import io.ocmfed.runtime.peer.signature.StructuredField.InnerList;
import io.ocmfed.runtime.peer.signature.StructuredField.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredFieldParserTest {

  @Test
  void readsInnerListsWithTheirTextAsItStands() throws Exception {
    String text = "sig=( \"@method\"   \"x\";req );created=1;tag=\"o\\\"cm\" , b=?0, c;q=1.5";
    var members = StructuredFieldParser.dictionary(text);
    assertThat(members.keySet()).containsExactly("sig", "b", "c");
    InnerList list = (InnerList) members.get("sig");
    assertThat(list.raw()).isEqualTo("( \"@method\"   \"x\";req );created=1;tag=\"o\\\"cm\"");
    assertThat(list.items()).extracting(Item::raw).containsExactly("\"@method\"", "\"x\";req");
    assertThat(list.parameters())
        .containsEntry("created", new Bare.Whole(1))
        .containsEntry("tag", new Bare.Text("o\"cm"));
    assertThat(((Item) members.get("b")).value()).isEqualTo(new Bare.Flag(false));
    assertThat(((Item) members.get("c")).value()).isEqualTo(new Bare.Flag(true));
    assertThat(members.get("c").parameters()).containsEntry("q", new Bare.Decimal("1.5"));
  }

  @Test
  void readsBytes() throws Exception {
    Item item = (Item) StructuredFieldParser.dictionary("a=:AQID:").get("a");
    assertThat(((Bare.Bytes) item.value()).value()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1,",
        "a=1 b=2",
        "a=1,a=2",
        "A=1",
        "a=(1",
        "a=(\"x\"\"y\")",
        "a=\"open",
        "a=\"\\n\"",
        "a=\"\u00e9\"",
        "a=:AQID",
        "a=:***:",
        "a=?2",
        "a=1234567890123456",
        "a=1.2345",
        "a=1.",
        "a=-",
        "a=",
        "=1",
        "a=1;X=2",
        "a=1;b=1;b=2",
        "a=(\"x\"\t\"y\")",
      })
  void refusesWhatIsNoDictionary(String text) {
    assertThatThrownBy(() -> StructuredFieldParser.dictionary(text))
        .isInstanceOf(StructuredFieldParser.MalformedField.class);
  }
}
