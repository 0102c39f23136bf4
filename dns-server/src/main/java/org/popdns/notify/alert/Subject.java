package org.popdns.notify.alert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.popdns.config.model.EndpointUse;
import org.popdns.config.model.MemberGlob;

/**
 * What an alert is of, by names that stay the same while it lasts: a member, a cluster, something
 * else of the node that has a name, or the node itself. Immutable.
 *
 * @param labels the names by what they name; of {@link #LABELS}, in their order
 */
public record Subject(SequencedMap<String, String> labels) {

  private static final String CLUSTER = "cluster";
  private static final String SITE = "site";
  private static final String MEMBER = "member";
  private static final String ADDRESS = "address";
  private static final String CHECK = "check";
  private static final String RULE = "rule";
  private static final String NAME = "name";

  /** What can be named. */
  public static final List<String> LABELS =
      List.of(CLUSTER, SITE, MEMBER, ADDRESS, CHECK, RULE, NAME);

  /** Of the node as a whole. */
  public static final Subject NODE = new Subject(new LinkedHashMap<>());

  /** Copies the map in the order of {@link #LABELS}; what else is in it is left out. */
  public Subject {
    SequencedMap<String, String> ordered = new LinkedHashMap<>();
    for (String label : LABELS) {
      String value = labels.get(label);
      if (value != null) {
        ordered.put(label, value);
      }
    }
    labels = Collections.unmodifiableSequencedMap(ordered);
  }

  private static Subject of(Map<String, String> labels) {
    return new Subject(new LinkedHashMap<>(labels));
  }

  /** An address of a member, by one of its checks. */
  public static Subject member(EndpointUse use, String address, String check) {
    return of(
        Map.of(
            CLUSTER,
            use.cluster(),
            SITE,
            use.site(),
            MEMBER,
            use.member(),
            ADDRESS,
            address,
            CHECK,
            check));
  }

  /** An address that nobody names otherwise. */
  public static Subject endpoint(String address) {
    return of(Map.of(ADDRESS, address));
  }

  /** A cluster, or the plan of a record. */
  public static Subject cluster(String name) {
    return of(Map.of(CLUSTER, name));
  }

  /** The clients that one rule of a plan is for. */
  public static Subject rule(String plan, int number) {
    return of(Map.of(CLUSTER, plan, RULE, Integer.toString(number)));
  }

  /** Something of the node that has a name: an announcement, a canary, another node, a file. */
  public static Subject named(String name) {
    return of(Map.of(NAME, name));
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name));
  }

  /** The cluster, or the plan of a record; empty if it is of none. */
  public Optional<String> cluster() {
    return label(CLUSTER);
  }

  /** The member, as orders and commands name it; empty if it is of none. */
  public Optional<EndpointUse> use() {
    return label(MEMBER)
        .map(member -> new EndpointUse(label(CLUSTER).orElse(""), label(SITE).orElse(""), member));
  }

  /** The address; empty if it is of none. */
  public Optional<String> address() {
    return label(ADDRESS);
  }

  /** The check; empty if it is of none. */
  public Optional<String> check() {
    return label(CHECK);
  }

  /** The number of the rule; empty if it is of none. */
  public Optional<Integer> rule() {
    return label(RULE).map(Integer::valueOf);
  }

  /** The name of what is neither cluster nor member; empty if it is of none. */
  public Optional<String> name() {
    return label(NAME);
  }

  /** True if an operator who writes this means it. */
  public boolean isMeantBy(MemberGlob glob) {
    if (use().isPresent()) {
      return glob.matches(use().get(), address().stream().toList());
    }
    return cluster().or(this::name).or(this::address).filter(glob::matchesCluster).isPresent();
  }

  /** In a few words: {@code images/tokyo/t1 at 192.0.2.21 (check web)}. */
  @Override
  public String toString() {
    if (use().isPresent()) {
      return EndpointUse.words(List.of(use().get()), address().orElse(""), check().orElse(""));
    }
    return cluster()
        .map(cluster -> cluster + rule().map(number -> " rule " + number).orElse(""))
        .or(this::name)
        .or(this::address)
        .orElse("this node");
  }
}
