package dev.chiron.core.error;

/** A model could not answer: a refused request, or a service that stayed out of reach. */
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
