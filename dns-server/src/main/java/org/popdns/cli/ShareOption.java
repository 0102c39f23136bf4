package org.popdns.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Shares on the command line, written as in the files: a whole percentage. */
final class ShareOption implements ITypeConverter<Integer> {

  private static final int ALL = 100;

  /** Made by picocli. */
  ShareOption() {}

  @Override
  public Integer convert(String text) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
    int percent = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : ALL + 1;
    if (percent > ALL) {
      throw new TypeConversionException("'" + text + "' is no share such as 20%");
    }
    return percent;
  }
}
