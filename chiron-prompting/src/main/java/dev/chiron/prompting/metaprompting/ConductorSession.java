package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.predictor.Turn;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.QueryTooLong;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Algorithm 1 of the paper for one question: the conductor is asked; where it calls experts, they
 * are asked and it is told what they said; else, where it gives a final answer, that is the result;
 * else it is reminded of the form. After the last round, the last final answer that stood beside a
 * call counts, or there is none. Calls in the last round are not made: nobody would hear of them.
 */
final class ConductorSession implements Session {
  private final Conducted settings;
  private final LanguageModel model;
  private final Map<String, Expert> experts;
  private final Interpreter interpreter;
  private final List<Turn> turns = new ArrayList<>();
  private final ConductorChat chat;
  private final List<String> outputs = new ArrayList<>();
  private List<ExpertCall> calls = List.of();
  private Optional<Consultation> asked = Optional.empty();
  private Optional<String> answer = Optional.empty();
  private Usage usage = Usage.NONE;
  private int round;
  private int consultations;
  private boolean done;

  /**
   * Work on a question.
   *
   * @param experts who answers for names that are not to be the model
   * @throws QueryTooLong if not even the question fits the model
   */
  ConductorSession(
      Conducted settings,
      Briefing briefing,
      String input,
      LanguageModel model,
      Map<String, Expert> experts,
      Interpreter interpreter) {
    this.settings = settings;
    this.model = model;
    this.experts = experts;
    this.interpreter = interpreter;
    this.chat = new ConductorChat(model, turns);
    nextRound(ConductorText.opening(settings, briefing, input), false);
    if (done) {
      throw new QueryTooLong(chat.tokens(), Calls.room(model));
    }
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public List<Request> requests() {
    return asked
        .map(Consultation::requests)
        .orElseGet(
            () ->
                List.of(
                    new Request(
                        model,
                        new Prompt.Chat(chat.messages()),
                        Calls.decoding(model, settings.seed()))));
  }

  @Override
  public void answered(List<Completion> completions) {
    for (Completion completion : completions) {
      usage = usage.plus(completion.usage());
    }
    List<String> texts = completions.stream().map(Completion::text).toList();
    if (asked.isPresent()) {
      expertSaid(asked.get(), texts);
    } else {
      conductorSaid(texts.getFirst());
    }
  }

  private void conductorSaid(String text) {
    chat.add(Role.ASSISTANT, text);
    Reply reply = Reply.read(text);
    answer = reply.answer().or(() -> answer);
    boolean calling = !reply.calls().isEmpty();
    if (reply.answer().isPresent() && !calling) {
      done = true;
    } else if (round == settings.rounds()) {
      end("no answer after " + round + " rounds");
    } else if (calling) {
      calls = new ArrayList<>(reply.calls());
      consultNext();
    } else {
      nextRound(ConductorText.reminder(), false);
    }
  }

  /** Asks the next expert who is a model; experts who are functions are heard on the way. */
  private void consultNext() {
    Iterator<ExpertCall> open = calls.iterator();
    while (open.hasNext()) {
      ExpertCall call = open.next();
      open.remove();
      consultations++;
      if (consultations > settings.mostConsultations()) {
        hear(call.name(), ConductorText.noMoreQuestions());
        continue;
      }
      switch (experts.get(call.name())) {
        case Expert.Function(var function) -> {
          turns.add(new Turn(Transcript.CONDUCTOR, call.name(), call.instruction()));
          String said = function.apply(call.instruction());
          turns.add(new Turn(call.name(), Transcript.CONDUCTOR, said));
          hear(call.name(), said);
        }
        case Expert.Model(var other) -> {
          ask(call, other, false);
          return;
        }
        case null -> {
          ask(call, model, settings.interpreter() && call.name().equals(ConductorText.PYTHON));
          return;
        }
      }
    }
    String heard = String.join("\n\n", outputs) + "\n\n" + ConductorText.next(settings);
    outputs.clear();
    nextRound(heard, true);
  }

  private void ask(ExpertCall call, LanguageModel expert, boolean runsPrograms) {
    Consultation consultation =
        new Consultation(call, expert, settings, runsPrograms, chat.messages());
    turns.add(new Turn(Transcript.CONDUCTOR, call.name(), consultation.text()));
    asked = Optional.of(consultation);
  }

  private void expertSaid(Consultation consultation, List<String> texts) {
    String name = consultation.call().name();
    texts.forEach(text -> turns.add(new Turn(name, Transcript.CONDUCTOR, text)));
    if (!consultation.answered(texts)) {
      return;
    }
    asked = Optional.empty();
    String text = texts.getFirst();
    Optional<ProgramRequest> request =
        consultation.runsPrograms() ? ProgramRequest.in(text) : Optional.empty();
    hear(name, request.map(each -> ran(each, name)).orElse(text));
    consultNext();
  }

  private String ran(ProgramRequest request, String name) {
    String printed = request.run(interpreter);
    turns.add(new Turn(Transcript.INTERPRETER, name, printed));
    return request.before() + "\n\nThe program was run. Its output:\n" + printed;
  }

  private void hear(String name, String output) {
    outputs.add(ConductorText.output(name, output));
  }

  private void nextRound(String text, boolean outputsOfExperts) {
    round++;
    String said = ConductorText.round(round, settings, text);
    if (outputsOfExperts) {
      chat.addOutputs(said);
    } else {
      chat.add(Role.USER, said);
    }
    if (!chat.fits()) {
      end("the chat of round " + round + " does not fit the model's context");
    }
  }

  private void end(String why) {
    done = true;
    if (answer.isEmpty()) {
      turns.add(new Turn(Transcript.FAILURE, Transcript.USER, why));
    }
  }

  @Override
  public Prediction prediction() {
    return new Prediction(answer.orElse(""), Map.of(), usage, turns);
  }
}
