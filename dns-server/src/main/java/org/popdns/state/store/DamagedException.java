package org.popdns.state.store;

import java.io.IOException;

/** What is stored can't be used. The message is one line for the operator. */
final class DamagedException extends IOException {

  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message);
  }
}
