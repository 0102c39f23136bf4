package org.popdns.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.popdns.map.Fill.Hatch;
import org.popdns.map.WorldMap.Mark;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Maps are XML that browsers and screen readers can do something with. */
class WorldMapSvgTest {

  private static final int MOST_BYTES = 250 * 1024;
  private static final String HOSTILE =
      "</text><script>alert(1)</script>&amp;\"'\u0000\u001b\ud800";

  /** Made by JUnit. */
  WorldMapSvgTest() {}

  private static WorldMap map(String text) {
    return new WorldMap(
        text,
        List.of(text, "a line"),
        text,
        Map.of(
            "BR", new WorldMap.Country(new Fill(4, Hatch.NONE), text, Mark.NONE),
            "SG", new WorldMap.Country(new Fill(0, Hatch.LINES), "Singapore", Mark.PARTS_DIFFER),
            "DE", new WorldMap.Country(new Fill(1, Hatch.CROSSES), "Germany", Mark.PARTS_DIFFER)),
        List.of(
            new WorldMap.Entry.OfFill(new Fill(4, Hatch.NONE), text),
            new WorldMap.Entry.OfMark("parts differ")),
        List.of(new WorldMap.Site(text, 50.1, 8.7)));
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static Element country(Document svg, String code) {
    for (String shape : List.of("path", "circle")) {
      for (Element element : elements(svg, shape)) {
        if (element.getAttribute("id").equals(code)) {
          return element;
        }
      }
    }
    throw new AssertionError(code + " is not drawn");
  }

  @Test
  void textThatIsMarkup_staysText() throws Exception {
    String svg = WorldMapSvg.of(map(HOSTILE));
    Document parsed = parsed(svg);
    assertThat(elements(parsed, "script")).isEmpty();
    String shown = HOSTILE.replaceAll("[\u0000\u001b\ud800]", "\ufffd");
    assertThat(country(parsed, "BR").getTextContent()).isEqualTo(shown);
    assertThat(elements(parsed, "text"))
        .extracting(Element::getTextContent)
        .containsExactly(shown, shown, "a line", shown, shown, "parts differ");
  }

  @Test
  void sheet_isNamedAndDescribed_andHasATitleForEachCountry() throws Exception {
    Document svg = parsed(WorldMapSvg.of(map("what it is")));
    Element root = svg.getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-labelledby")).isEqualTo("title desc");
    assertThat(elements(svg, "desc"))
        .extracting(Element::getTextContent)
        .containsExactly("what it is");
    List<String> countries = CountryOutlines.read().rings().keySet().stream().toList();
    assertThat(countries)
        .hasSize(250)
        .allSatisfy(
            code ->
                assertThat(country(svg, code).getElementsByTagName("title").getLength()).isOne());
  }

  @Test
  void countries_haveTheirFills_andThoseThatNothingIsSaidOfAreGrey() throws Exception {
    Document svg = parsed(WorldMapSvg.of(map("")));
    assertThat(country(svg, "BR").getAttribute("fill")).isEqualTo("#0072b2");
    assertThat(country(svg, "SG").getAttribute("fill")).isEqualTo("url(#lines-0)");
    assertThat(country(svg, "DE").getAttribute("fill")).isEqualTo("url(#crosses-1)");
    assertThat(country(svg, "FR").getAttribute("fill")).isEqualTo("#b9bec4");
    assertThat(elements(svg, "pattern"))
        .extracting(pattern -> pattern.getAttribute("id"))
        .containsExactlyInAnyOrder("lines-0", "crosses-1");
    assertThat(elements(svg, "path"))
        .filteredOn(path -> path.getAttribute("class").equals("mark"))
        .hasSize(3);
  }

  @Test
  void sites_standWhereTheyAre() throws Exception {
    Document svg = parsed(WorldMapSvg.of(map("frankfurt")));
    assertThat(elements(svg, "circle"))
        .filteredOn(circle -> circle.getAttribute("class").equals("site"))
        .singleElement()
        .satisfies(
            site -> {
              assertThat(site.getAttribute("cx"))
                  .isEqualTo(Integer.toString(WorldMapSvg.x(8.7, 50.1)));
              assertThat(site.getAttribute("cy")).isEqualTo(Integer.toString(WorldMapSvg.y(50.1)));
            });
  }

  @Test
  void map_isOfModestSize_andTheSameInAnyLanguage() {
    String svg = WorldMapSvg.of(map("x"));
    assertThat(svg.length()).isLessThan(MOST_BYTES);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(WorldMapSvg.of(map("x"))).isEqualTo(svg);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void colours_comeAgain_whenThereAreNoMore() {
    assertThat(new Fill(Fill.COLOUR_COUNT + 4, Hatch.NONE).colourText())
        .isEqualTo(new Fill(4, Hatch.NONE).colourText());
  }

  @Test
  void longLines_areCut() throws Exception {
    Document svg = parsed(WorldMapSvg.of(map("\ud83c\udf0d".repeat(200))));
    assertThat(elements(svg, "text").getFirst().getTextContent())
        .isEqualTo("\ud83c\udf0d".repeat(139) + "…");
  }
}
