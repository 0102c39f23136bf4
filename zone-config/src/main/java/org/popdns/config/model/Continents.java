package org.popdns.config.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The countries of ISO 3166-1, each on one continent, and the parts of those two whose parts rules
 * may name. A country on two continents is where octoDNS has it: Cyprus, Turkey and the Caucasus in
 * Asia, Russia in Europe, Egypt in Africa, South Georgia in South America. Asked by whoever reads
 * rules, and by whoever finds a client's country and wants its continent: databases differ in that.
 * Constant.
 */
public final class Continents {

  private static final Map<String, Set<String>> COUNTRIES = new LinkedHashMap<>();
  private static final Map<String, String> BY_COUNTRY = HashMap.newHashMap(256);
  private static final Map<String, Set<String>> SUBDIVISIONS =
      Map.of(
          "CA",
          codes("AB BC MB NB NL NS NT NU ON PE QC SK YT"),
          "US",
          codes(
              "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP"
                  + " MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UM UT VA VI VT"
                  + " WA WI WV WY"));

  static {
    continent(
        "AF",
        "DZ AO BJ BW BF BI CM CV CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG"
            + " MW ML MR MU YT MA MZ NA NE NG RE RW SH ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM"
            + " ZW");
    continent("AN", "AQ BV HM TF");
    continent(
        "AS",
        "AF AM AZ BH BD BT IO BN KH CN CX CC CY GE HK IN ID IR IQ IL JP JO KZ KP KR KW KG LA LB MO"
            + " MY MV MN MM NP OM PK PS PH QA SA SG LK SY TW TJ TH TL TR TM AE UZ VN YE");
    continent(
        "EU",
        "AX AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR GG VA HU IS IE IM IT JE LV LI LT LU"
            + " MK MT MD MC ME NL NO PL PT RO RU SM RS SK SI ES SJ SE CH UA GB");
    continent(
        "NA",
        "AI AG AW BS BB BZ BM BQ CA KY CR CU CW DM DO SV GL GD GP GT HT HN JM MQ MX MS NI PA PR BL"
            + " KN LC MF PM VC SX TT TC US VG VI");
    continent(
        "OC", "AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV UM VU WF");
    continent("SA", "AR BO BR CL CO EC FK GF GS GY PY PE SR UY VE");
  }

  private Continents() {}

  private static void continent(String continent, String countries) {
    COUNTRIES.put(continent, codes(countries));
    codes(countries).forEach(country -> BY_COUNTRY.put(country, continent));
  }

  private static Set<String> codes(String codes) {
    return Collections.unmodifiableSet(new TreeSet<>(Arrays.asList(codes.split(" "))));
  }

  /** The continents' codes: AF, AN, AS, EU, NA, OC, SA. */
  public static List<String> all() {
    return List.copyOf(COUNTRIES.keySet());
  }

  /**
   * The continent of a country.
   *
   * @param country two capital letters of ISO 3166-1
   * @return empty if there is no such country
   */
  public static Optional<String> continentOf(String country) {
    return Optional.ofNullable(BY_COUNTRY.get(country));
  }

  /** The countries of a continent, in the order of their codes; none if there is no such one. */
  public static Set<String> countriesOf(String continent) {
    return COUNTRIES.getOrDefault(continent, Set.of());
  }

  /**
   * The parts of a country that rules may name, by what ISO 3166-2 has behind the dash: those of
   * Canada and the United States, with its territories.
   */
  public static Set<String> subdivisionsOf(String country) {
    return SUBDIVISIONS.getOrDefault(country, Set.of());
  }
}
