package org.popdns.report.metrics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The families, by the names that operators see, whose values a test compares. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ValuesOf {
  String[] value();
}
