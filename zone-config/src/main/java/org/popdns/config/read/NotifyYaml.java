package org.popdns.config.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.MemberGlob;
import org.popdns.config.model.NotifyRoute;
import org.popdns.config.model.NotifyRoute.Escalation;
import org.popdns.config.model.NotifySettings;
import org.popdns.config.model.Receiver;
import org.popdns.config.order.Calendar;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/** Reads {@code notify} in {@code popdns.yaml}. Used once, by the one thread that loads. */
final class NotifyYaml {

  private static final Duration LONGEST_GROUP = Duration.ofHours(1);
  private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final FileProblems problems;
  private final Scalars scalars;

  /** Names that stand under {@code receivers}, whether or not all else there is right. */
  private final Set<String> named = new HashSet<>();

  private final Set<String> told = new HashSet<>();

  NotifyYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** What an entry says; what is refused in it is left out, and the problems say why. */
  NotifySettings read(Entry section) {
    return Fields.of(section.value(), "notify", section.key().span(), problems)
        .map(this::read)
        .orElse(NotifySettings.NOBODY);
  }

  private NotifySettings read(Fields fields) {
    Optional<Node> receiverNode = fields.required("receivers");
    Map<String, Receiver> receivers = receiverNode.map(this::receivers).orElse(Map.of());
    List<NotifyRoute> routes = new ArrayList<>();
    for (Node item : fields.optional("routes").map(Scalars::oneOrMore).orElse(List.of())) {
      Fields.of(item, "route", item.span(), problems).flatMap(this::route).ifPresent(routes::add);
    }
    Map<AlertKind, AlertSeverity> severities =
        fields.optional("severities").map(this::severities).orElse(Map.of());
    fields.refuseUnknown();
    receiverNode.ifPresent(this::warnOfUntold);
    return new NotifySettings(receivers, routes, severities);
  }

  private void warnOfUntold(Node receivers) {
    if (receivers instanceof MappingNode mapping) {
      for (Entry entry : mapping.entries()) {
        if (!told.contains(entry.key().text())) {
          problems.warning(
              entry.key().span(), "no route leads to receiver " + Quoted.of(entry.key().text()));
        }
      }
    }
  }

  private Map<String, Receiver> receivers(Node node) {
    Map<String, Receiver> receivers = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      scalars.mismatch(node, "receivers", "a mapping of names to receivers");
      return receivers;
    }
    ReceiverYaml reader = new ReceiverYaml(problems);
    for (Entry entry : mapping.entries()) {
      named.add(entry.key().text());
      Optional<String> name = scalars.name(entry.key(), "the name of a receiver");
      Optional<Receiver> receiver = reader.read(entry);
      if (name.isPresent() && receiver.isPresent()) {
        receivers.put(name.get(), receiver.get());
      }
    }
    return receivers;
  }

  private Optional<NotifyRoute> route(Fields fields) {
    List<MemberGlob> match = new ArrayList<>();
    for (Node item : fields.optional("match").map(Scalars::oneOrMore).orElse(List.of())) {
      parsed(item, "match", MemberGlob::of).ifPresent(match::add);
    }
    AlertSeverity least =
        fields
            .optional("severity")
            .flatMap(node -> scalars.oneOf(node, "severity", AlertSeverity.labels()))
            .flatMap(AlertSeverity::of)
            .orElse(AlertSeverity.WARNING);
    List<String> to = fields.required("to").map(this::to).orElse(List.of());
    Duration groupFor =
        fields
            .optional("group-for")
            .flatMap(node -> scalars.duration(node, "group-for", Duration.ZERO, LONGEST_GROUP))
            .orElse(NotifyRoute.USUAL_GROUP_FOR);
    Optional<Duration> repeat =
        fields.optional("repeat").map(this::repeat).orElse(Optional.of(NotifyRoute.USUAL_REPEAT));
    boolean tellsEnd =
        fields
            .optional("resolved")
            .flatMap(node -> scalars.flag(node, "resolved"))
            .orElse(Boolean.TRUE);
    Optional<Escalation> escalation = fields.entry("escalate").flatMap(this::escalation);
    List<Calendar> quiet = new ArrayList<>();
    for (Node item : fields.optional("quiet").map(Scalars::oneOrMore).orElse(List.of())) {
      parsed(item, "quiet", Calendar::of).ifPresent(quiet::add);
    }
    boolean criticalPasses =
        fields
            .optional("critical-passes")
            .flatMap(node -> scalars.flag(node, "critical-passes"))
            .orElse(Boolean.TRUE);
    int most =
        fields
            .optional("max-per-minute")
            .flatMap(node -> scalars.integer(node, "max-per-minute", 1, 1000))
            .map(Long::intValue)
            .orElse(NotifyRoute.USUAL_MOST_PER_MINUTE);
    fields.refuseUnknown();
    return to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new NotifyRoute(
                match,
                least,
                to,
                groupFor,
                repeat,
                tellsEnd,
                escalation,
                quiet,
                criticalPasses,
                most));
  }

  private Optional<Duration> repeat(Node node) {
    return scalars
        .text(node, "repeat")
        .filter(text -> !text.equals("never"))
        .flatMap(text -> scalars.duration(node, "repeat", SHORTEST_REPEAT, LONGEST));
  }

  private Optional<Escalation> escalation(Entry entry) {
    return Fields.of(entry.value(), "escalate", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Duration> after =
                  fields
                      .required("after")
                      .flatMap(
                          node -> scalars.duration(node, "after", Duration.ofSeconds(1), LONGEST));
              List<String> to = fields.required("to").map(this::to).orElse(List.of());
              fields.refuseUnknown();
              return after.filter(time -> !to.isEmpty()).map(time -> new Escalation(time, to));
            });
  }

  private List<String> to(Node node) {
    List<String> to = new ArrayList<>();
    for (Node item : Scalars.oneOrMore(node)) {
      scalars
          .text(item, "to")
          .ifPresent(
              name -> {
                told.add(name);
                if (!named.contains(name)) {
                  problems.error(
                      item.span(), "no receiver " + Quoted.of(name), Spelling.nearest(name, named));
                } else if (to.contains(name)) {
                  problems.error(item.span(), "this receiver stands here twice");
                } else {
                  to.add(name);
                }
              });
    }
    if (Scalars.oneOrMore(node).isEmpty()) {
      problems.error(node.span(), "'to' needs at least one receiver");
    }
    return to;
  }

  private <T> Optional<T> parsed(Node node, String what, Function<String, T> reader) {
    return scalars
        .text(node, what)
        .flatMap(
            text -> {
              try {
                return Optional.of(reader.apply(text));
              } catch (IllegalArgumentException e) {
                problems.error(node.span(), what + ": " + e.getMessage());
                return Optional.empty();
              }
            });
  }

  private Map<AlertKind, AlertSeverity> severities(Node node) {
    Map<AlertKind, AlertSeverity> severities = new EnumMap<>(AlertKind.class);
    if (!(node instanceof MappingNode mapping)) {
      scalars.mismatch(node, "severities", "a mapping of kinds of alerts to severities");
      return severities;
    }
    for (Entry entry : mapping.entries()) {
      Span where = entry.key().span();
      String name = entry.key().text();
      Optional<AlertKind> kind = AlertKind.of(name);
      Optional<AlertSeverity> severity =
          scalars
              .oneOf(entry.value(), "severity", AlertSeverity.labels())
              .flatMap(AlertSeverity::of);
      if (kind.isEmpty()) {
        problems.error(
            where,
            "no kind of alert " + Quoted.of(name),
            Spelling.nearest(name, AlertKind.labels()));
      } else if (severity.isPresent()) {
        severities.put(kind.get(), severity.get());
      }
    }
    return severities;
  }
}
