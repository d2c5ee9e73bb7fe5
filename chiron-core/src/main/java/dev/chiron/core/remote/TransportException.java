package dev.chiron.core.remote;

/** A request that got no complete answer: no connection, a cut one, or none in time. */
final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransportException(String message) {
    super(message);
  }
}
