package dev.chiron.app.command;

import java.util.List;

/** Every command, in the order in which help lists them. */
public final class Catalogue {
  private static final List<CommandEntry> ENTRIES =
      List.of(
          new CommandEntry(
              "adapt", "Find the best way to make a model do a task.", AdaptCommand::new),
          new CommandEntry(
              "evaluate", "Measure a predictor or a model on a task.", EvaluateCommand::new),
          new CommandEntry("predict", "Answer inputs with a saved predictor.", PredictCommand::new),
          new CommandEntry(
              "tasks list", "List the shipped tasks, or those of a path.", TasksListCommand::new),
          new CommandEntry(
              "tasks inspect", "Show what a task is and holds.", TasksInspectCommand::new),
          new CommandEntry(
              "tasks lint", "Look for what is wrong with tasks.", TasksLintCommand::new),
          new CommandEntry(
              "tasks import", "Turn tasks of any format into files.", TasksImportCommand::new),
          new CommandEntry(
              "tasks export", "Write tasks in another format.", TasksExportCommand::new),
          new CommandEntry(
              "data import", "Bring examples of any source into a pool.", DataImportCommand::new),
          new CommandEntry("data inspect", "Show what a pool is made of.", DataInspectCommand::new),
          new CommandEntry("data mix", "Draw a mixture of pools.", DataMixCommand::new),
          new CommandEntry(
              "data select", "Choose the part of a pool to train on.", DataSelectCommand::new),
          new CommandEntry(
              "data order", "Put a pool in the order of training.", DataOrderCommand::new),
          new CommandEntry("models list", "List the models at hand.", ModelsListCommand::new),
          new CommandEntry(
              "models inspect", "Show what is known of a model.", ModelsInspectCommand::new),
          new CommandEntry(
              "models validate",
              "Check a model's files and ask it once.",
              ModelsValidateCommand::new),
          new CommandEntry(
              "models export",
              "Write a model for other programs: GGUF, Hugging Face, PEFT.",
              ModelsExportCommand::new),
          new CommandEntry(
              "train", "Make a model from a recipe, or train one on texts.", TrainCommand::new),
          new CommandEntry("fill", "Fill gaps in a text.", FillCommand::new),
          new CommandEntry(
              "gene learn", "Distil a model into a few shared layers.", GeneLearnCommand::new),
          new CommandEntry(
              "gene expand", "Make a model of any depth of such layers.", GeneExpandCommand::new),
          new CommandEntry("grow", "Make a larger model of a model.", GrowCommand::new),
          new CommandEntry(
              "tune", "Tune a model on the instructions of many tasks.", TuneCommand::new),
          new CommandEntry(
              "code synthesize",
              "Find the regular expression that examples mean.",
              CodeSynthesizeCommand::new),
          new CommandEntry(
              "code evaluate",
              "Measure how many programming problems a model solves.",
              CodeEvaluateCommand::new),
          new CommandEntry(
              "code meaning",
              "Study what a model of program text holds of what programs do.",
              CodeMeaningCommand::new),
          new CommandEntry(
              "methods", "List the methods, or show one method's card.", MethodsCommand::new),
          new CommandEntry(
              "reproduce", "Measure a paper's claim and judge it.", ReproduceCommand::new),
          new CommandEntry("runs list", "List the runs.", RunsListCommand::new),
          new CommandEntry("runs show", "Show a run's record and files.", RunsShowCommand::new),
          new CommandEntry(
              "runs compare", "Set two adaptations side by side.", RunsCompareCommand::new),
          new CommandEntry("runs resume", "Go on with an interrupted run.", RunsResumeCommand::new),
          new CommandEntry(
              "runs delete", "Delete runs with all that they made.", RunsDeleteCommand::new),
          new CommandEntry(
              "bench adapt", "Adapt to many tasks and table the results.", BenchAdaptCommand::new),
          new CommandEntry(
              "bench training-step",
              "Measure how fast a decoder is trained.",
              BenchTrainingStepCommand::new),
          new CommandEntry(
              "bench decode",
              "Measure how fast a decoder reads and writes.",
              BenchDecodeCommand::new),
          new CommandEntry(
              "bench sandbox",
              "Measure how many programs a sandbox runs in a minute.",
              BenchSandboxCommand::new),
          new CommandEntry(
              "bench cost",
              "Measure how the time of training grows with the sizes.",
              BenchCostCommand::new),
          new CommandEntry(
              "bench soak", "Look at the memory over long work.", BenchSoakCommand::new),
          new CommandEntry(
              "bench micro",
              "Measure tokenizer, retrieval, cached and remote calls.",
              BenchMicroCommand::new));

  private Catalogue() {}

  public static List<CommandEntry> entries() {
    return ENTRIES;
  }

  /** The commands whose name starts with this word: one, several of a group, or none. */
  public static List<CommandEntry> group(String word) {
    return ENTRIES.stream().filter(entry -> entry.group().equals(word)).toList();
  }
}
