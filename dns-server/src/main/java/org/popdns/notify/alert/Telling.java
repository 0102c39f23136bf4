package org.popdns.notify.alert;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.time.Moment;

/** What one route has told of one alert. One thread. */
public final class Telling {

  private News news;
  private Moment newsSince;
  private @Nullable Moment firstTold;
  private @Nullable Moment lastTold;
  private boolean escalated;

  /** What is to be told. */
  public enum News {
    /** Nothing. */
    NONE,
    /** That it is wrong. */
    BEGAN,
    /** That it is over, and, if that was not told, that it was. */
    ENDED
  }

  private Telling(News news, Moment newsSince) {
    this.news = news;
    this.newsSince = newsSince;
  }

  /** It began now. */
  static Telling began(Moment now) {
    return new Telling(News.BEGAN, now);
  }

  /** It was, and is over. */
  static Telling cameAndWent(Moment now) {
    return new Telling(News.ENDED, now);
  }

  /**
   * As it was before a restart.
   *
   * @param firstTold empty if it was not told yet
   */
  public static Telling restored(
      News news,
      Moment newsSince,
      Optional<Moment> firstTold,
      Optional<Moment> lastTold,
      boolean escalated) {
    Telling telling = new Telling(news, newsSince);
    telling.firstTold = firstTold.orElse(null);
    telling.lastTold = lastTold.orElse(null);
    telling.escalated = escalated;
    return telling;
  }

  Telling copy() {
    return restored(news, newsSince, firstTold(), lastTold(), escalated);
  }

  public News news() {
    return news;
  }

  /** Since when there are the news, or were. */
  public Moment newsSince() {
    return newsSince;
  }

  /** When it was told first; empty if it was not. */
  public Optional<Moment> firstTold() {
    return Optional.ofNullable(firstTold);
  }

  /** When it was told last; empty if it was not. */
  public Optional<Moment> lastTold() {
    return Optional.ofNullable(lastTold);
  }

  /** True if others were told, since nobody had acknowledged it. */
  public boolean isEscalated() {
    return escalated;
  }

  boolean hasNews() {
    return news != News.NONE;
  }

  boolean isTold() {
    return firstTold != null;
  }

  void beganAgain() {
    // Who was told that it began, and not that it ended, knows all there is to know.
    news = isTold() ? News.NONE : News.BEGAN;
  }

  void ended(Moment now) {
    if (isTold()) {
      newsSince = now;
    }
    news = News.ENDED;
  }

  void told(Moment now) {
    news = News.NONE;
    lastTold = now;
    if (firstTold == null) {
      firstTold = now;
    }
  }

  void escalated() {
    escalated = true;
  }

  Duration sinceNews(Moment now) {
    return newsSince.age(now.nanos());
  }

  Duration sinceFirst(Moment now) {
    return firstTold().map(told -> told.age(now.nanos())).orElse(Duration.ZERO);
  }

  Duration sinceLast(Moment now) {
    return lastTold().map(told -> told.age(now.nanos())).orElse(Duration.ZERO);
  }
}
