package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Transcript;
import dev.chiron.core.predictor.Turn;
import dev.chiron.core.prompt.Message;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.prompt.PromptFitter;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.prompt.QueryTooLong;
import dev.chiron.core.prompt.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A question to the model itself. */
final class DirectSession implements Session {
  private final Direct scaffold;
  private final LanguageModel model;
  private final String question;
  private final List<Turn> turns = new ArrayList<>();
  private String asking;
  private boolean describing;
  private Usage usage = Usage.NONE;
  private Optional<String> answer = Optional.empty();
  private boolean done;

  DirectSession(Direct scaffold, Briefing briefing, String input, LanguageModel model) {
    this.scaffold = scaffold;
    this.model = model;
    this.question = briefing.question(input);
    this.describing = scaffold.style() == Direct.Style.DYNAMIC_EXPERT;
    this.asking =
        describing
            ? DirectText.identity(question)
            : DirectText.question(scaffold.style(), "", question);
    turns.add(new Turn(Transcript.SYSTEM, Transcript.MODEL, DirectText.SYSTEM));
    turns.add(new Turn(Transcript.USER, Transcript.MODEL, asking));
    int tokens =
        new PromptFitter(PromptTemplate.CHAT, model::countTokens, Calls.room(model))
            .tokens(prompt());
    if (tokens > Calls.room(model)) {
      throw new QueryTooLong(tokens, Calls.room(model));
    }
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public List<Request> requests() {
    return List.of(new Request(model, prompt(), Calls.decoding(model, 0)));
  }

  private Prompt prompt() {
    return Prompt.chat(new Message(Role.SYSTEM, DirectText.SYSTEM), new Message(Role.USER, asking));
  }

  @Override
  public void answered(List<Completion> completions) {
    Completion completion = completions.getFirst();
    usage = usage.plus(completion.usage());
    turns.add(new Turn(Transcript.MODEL, Transcript.USER, completion.text()));
    if (describing) {
      describing = false;
      asking = DirectText.question(scaffold.style(), completion.text(), question);
      turns.add(new Turn(Transcript.USER, Transcript.MODEL, asking));
      return;
    }
    done = true;
    answer = Reply.read(completion.text()).answer();
    if (answer.isEmpty()) {
      turns.add(new Turn(Transcript.FAILURE, Transcript.USER, "no final answer in the asked form"));
    }
  }

  @Override
  public Prediction prediction() {
    return new Prediction(answer.orElse(""), Map.of(), usage, turns);
  }
}
