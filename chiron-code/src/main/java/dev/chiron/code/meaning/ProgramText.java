package dev.chiron.code.meaning;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The text that a model learns: some inputs each with its output, then the program. The states in
 * between never appear.
 *
 * @param examples inputs of a specification
 * @param longest actions of a program
 */
record ProgramText<S>(Semantics<S> semantics, int examples, int longest) {
  /** One specification in so many is kept for testing, whatever program it was made by. */
  private static final int HELD_OUT = 10;

  /** The token of the first action; the others follow. */
  int firstAction() {
    return semantics.stateVocabulary();
  }

  int end() {
    return firstAction() + semantics.actions().size();
  }

  private int begin() {
    return end() + 1;
  }

  private int separator() {
    return end() + 2;
  }

  private int programBegins() {
    return end() + 3;
  }

  int vocabulary() {
    return end() + 4;
  }

  /** The most tokens of a text. */
  int length() {
    int state = semantics.written(semantics.start(new Seeds(0).generator("length"))).size();
    return 2 + examples * (2 * state + 1) + longest + 1;
  }

  /** A random program with random inputs. */
  Specification<S> draw(int least, int most, RandomGenerator random) {
    List<Integer> program = new ArrayList<>();
    int length = random.nextInt(least, most + 1);
    while (program.size() < length) {
      program.add(action(random));
    }
    List<S> inputs = new ArrayList<>();
    List<S> outputs = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      S state = semantics.start(random);
      inputs.add(state);
      for (int action : program) {
        state = semantics.after(state, action);
      }
      outputs.add(state);
    }
    return new Specification<>(inputs, outputs, program);
  }

  private int action(RandomGenerator random) {
    List<Integer> frequencies = semantics.frequencies();
    int place = random.nextInt(frequencies.stream().mapToInt(f -> f).sum());
    int action = 0;
    while (place >= frequencies.get(action)) {
      place -= frequencies.get(action++);
    }
    return action;
  }

  /** A specification that is kept for testing, or one that is not. */
  Specification<S> draw(int least, int most, boolean heldOut, RandomGenerator random) {
    while (true) {
      Specification<S> drawn = draw(least, most, random);
      if (isHeldOut(drawn) == heldOut) {
        return drawn;
      }
    }
  }

  /** Decided by inputs and outputs alone, so that training and testing share none. */
  boolean isHeldOut(Specification<S> specification) {
    int hash = prompt(specification).hashCode() * 0x9e3779b9;
    return (hash >>> 16) % HELD_OUT == 0;
  }

  /** The text up to the program. */
  List<Integer> prompt(Specification<S> specification) {
    List<Integer> tokens = new ArrayList<>(List.of(begin()));
    for (int i = 0; i < examples; i++) {
      tokens.addAll(semantics.written(specification.inputs().get(i)));
      tokens.addAll(semantics.written(specification.outputs().get(i)));
      tokens.add(separator());
    }
    tokens.add(programBegins());
    return tokens;
  }

  /** The text of a specification with a program. */
  int[] text(Specification<S> specification, List<Integer> program) {
    IntStream actions = program.stream().mapToInt(action -> firstAction() + action);
    IntStream start = prompt(specification).stream().mapToInt(token -> token);
    return IntStream.concat(IntStream.concat(start, actions), IntStream.of(end())).toArray();
  }
}
