package org.popdns.admin.socket;

/** What {@link LineChannel#next} found. */
sealed interface Line {

  /** A whole line, without its end. */
  record Text(String text) implements Line {}

  /** The peer has said all it had to say. */
  record End() implements Line {}

  /** The peer went away in the middle of a line. */
  record CutOff() implements Line {}

  /** More bytes than allowed and still no end of line; the channel is of no use any more. */
  record TooLong() implements Line {}

  /** A line that is not UTF-8. */
  record NotText() implements Line {}
}
