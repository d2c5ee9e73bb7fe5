package dev.chiron.core.model;

import java.util.Optional;

/** A model around another one: what it does not change itself, it passes on. */
public abstract class ForwardingModel implements LanguageModel {
  private final LanguageModel inner;

  /**
   * A model around another one.
   *
   * @param inner closed with this
   */
  protected ForwardingModel(LanguageModel inner) {
    this.inner = inner;
  }

  /** The model that is asked. */
  protected final LanguageModel inner() {
    return inner;
  }

  @Override
  public ModelInfo info() {
    return inner.info();
  }

  @Override
  public int countTokens(String text) {
    return inner.countTokens(text);
  }

  @Override
  public Usage paid() {
    return inner.paid();
  }

  @Override
  public <T> Optional<T> as(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : inner.as(type);
  }

  @Override
  public void close() {
    inner.close();
  }
}
