package dev.chiron.core.run;

import java.util.function.Supplier;

/** Work in named parts, so that parts that are done need not be done again. */
public interface Steps {
  /** Remembers nothing: every step is done. */
  Steps FORGOTTEN =
      new Steps() {
        @Override
        public <T> T step(String name, Class<T> type, Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Does a step, or reads what it gave when it was done before.
   *
   * @param name unique; says everything that the value depends on
   */
  <T> T step(String name, Class<T> type, Supplier<T> work);
}
