package dev.chiron.prompting.metaprompting;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What is built around a model when it is asked: how often, in which roles and with which words.
 * All of them end in the same form of the final answer, which one reader takes out.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Conducted.class, name = "conducted"),
  @JsonSubTypes.Type(value = Direct.class, name = "direct")
})
public sealed interface Scaffold permits Conducted, Direct {
  /** The most calls for an input. */
  int callsPerInput();
}
