package dev.chiron.prompting.metaprompting;

import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lets many sessions go on together: what all of them ask now goes to each model as one batch,
 * which a local model computes at once and a service is sent in parallel.
 */
final class LockStep {
  private LockStep() {}

  /** What one batch must have in common. */
  private record Batch(LanguageModel model, Decoding decoding) {}

  /** A request's place. */
  private record Place(int session, int request) {}

  static void run(List<? extends Session> sessions) {
    for (List<? extends Session> open = open(sessions); !open.isEmpty(); open = open(open)) {
      step(open);
    }
  }

  private static List<? extends Session> open(List<? extends Session> sessions) {
    return sessions.stream().filter(session -> !session.isDone()).toList();
  }

  private static void step(List<? extends Session> open) {
    Map<Batch, List<Place>> batches = new LinkedHashMap<>();
    List<List<Session.Request>> requests = open.stream().map(Session::requests).toList();
    for (int i = 0; i < open.size(); i++) {
      for (int j = 0; j < requests.get(i).size(); j++) {
        Session.Request request = requests.get(i).get(j);
        batches
            .computeIfAbsent(
                new Batch(request.model(), request.decoding()), batch -> new ArrayList<>())
            .add(new Place(i, j));
      }
    }
    Map<Place, Completion> completions = new LinkedHashMap<>();
    batches.forEach(
        (batch, places) -> {
          List<Prompt> prompts =
              places.stream()
                  .map(p -> requests.get(p.session()).get(p.request()).prompt())
                  .toList();
          List<Completion> answers = batch.model().generate(prompts, batch.decoding());
          for (int i = 0; i < places.size(); i++) {
            completions.put(places.get(i), answers.get(i));
          }
        });
    for (int i = 0; i < open.size(); i++) {
      List<Completion> own = new ArrayList<>();
      for (int j = 0; j < requests.get(i).size(); j++) {
        own.add(Objects.requireNonNull(completions.get(new Place(i, j))));
      }
      open.get(i).answered(own);
    }
  }
}
