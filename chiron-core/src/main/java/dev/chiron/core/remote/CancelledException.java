package dev.chiron.core.remote;

import dev.chiron.core.error.ModelException;

/** A call that was not made because another of its batch failed, or its caller was interrupted. */
final class CancelledException extends ModelException {
  private static final long serialVersionUID = 1L;

  CancelledException() {
    super("the call was cancelled before it was sent");
  }
}
