package dev.chiron.prompting.pe2;

/** A part of the meta-prompt that can be left out. */
public enum Component {
  /** What a prompt is and what the two steps of the work are. */
  TWO_STEP,
  /** How prompt and input are joined: the whole template. */
  CONTEXT,
  /** Questions to answer about each example before anything is changed. */
  REASONING,
  /** Some paragraphs about prompts for beginners; of mixed use in the paper. */
  TUTORIAL
}
