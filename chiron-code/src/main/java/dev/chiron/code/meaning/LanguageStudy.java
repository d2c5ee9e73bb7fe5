package dev.chiron.code.meaning;

import dev.chiron.core.error.InputException;
import dev.chiron.core.method.Measurement;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The whole study on a small language: a decoder is trained on the text of its programs, and probes
 * say what it holds of the states that they run through, beside all controls.
 *
 * <pre>{@code
 * Measurement measured =
 *     LanguageStudy.of(new MyLanguage(), LanguageStudy.Options.DEFAULT)
 *         .measure(new Seeds(0), Progress.SILENT);
 * measured.measured().get("gap of linear heading at offset 0");
 * }</pre>
 */
public final class LanguageStudy<S> {
  /**
   * How much is trained and measured.
   *
   * @param examples inputs of a specification
   * @param longest actions of a program; those that are trained on have at least half as many
   * @param layers of the decoder
   * @param width of the decoder, a multiple of 4
   * @param steps of training, of 128 fresh specifications each
   * @param probed specifications that probes learn from; they are measured on half as many
   */
  public record Options(int examples, int longest, int layers, int width, int steps, int probed) {
    /** For a language as small as {@link LineKarel}: about three minutes. */
    public static final Options DEFAULT = new Options(3, 6, 3, 64, 2000, 4000);
  }

  private static final int CHECKPOINTS = 5;
  private static final int PROBE_STEPS = 600;
  private static final int LEAST_PROBED = 2000;

  private final Semantics<S> semantics;
  private final Options options;

  private LanguageStudy(Semantics<S> semantics, Options options) {
    this.semantics = semantics;
    this.options = options;
  }

  /**
   * A study.
   *
   * @throws InputException if an option makes no sense, or probes would have too little to learn
   */
  public static <S> LanguageStudy<S> of(Semantics<S> semantics, Options options) {
    if (options.examples < 1 || options.longest < 3 || options.layers < 1) {
      throw new InputException("a study needs an example, programs of 3 actions, and a layer");
    }
    if (options.width < 4 || options.width % 4 != 0) {
      throw new InputException("--width: must be a multiple of 4");
    }
    if (options.steps < CHECKPOINTS) {
      throw new InputException("--steps: must be at least " + CHECKPOINTS);
    }
    if (options.probed < LEAST_PROBED) {
      throw new InputException(
          "--probed: probes need at least " + LEAST_PROBED + " programs to learn from");
    }
    return new LanguageStudy<>(semantics, options);
  }

  /** The languages at hand, by the {@link ServiceLoader}. */
  public static List<Semantics<?>> languages() {
    return ServiceLoader.load(Semantics.class).stream()
        .<Semantics<?>>map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * The language of a name.
   *
   * @throws InputException if there is none
   */
  public static Semantics<?> language(String name) {
    List<Semantics<?>> all = languages();
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown language '%s': give one of %s"
                        .formatted(name, all.stream().map(Semantics::name).toList())));
  }

  /** Trains and measures; the names of the values say what they are. */
  public Measurement measure(Seeds seeds, Progress progress) {
    ProgramModel.Recipe recipe =
        new ProgramModel.Recipe(
            options.layers,
            options.width,
            4,
            (options.longest + 1) / 2,
            options.steps,
            128,
            ProgramModel.Recipe.QUICK.learningRate());
    return new MeaningExperiment<>(
            semantics,
            new ProgramText<>(semantics, options.examples, options.longest),
            new MeaningExperiment.Size(
                recipe, options.probed, options.probed / 2, PROBE_STEPS, CHECKPOINTS),
            seeds)
        .measure(progress);
  }
}
