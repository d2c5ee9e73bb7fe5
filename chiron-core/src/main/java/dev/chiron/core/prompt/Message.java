package dev.chiron.core.prompt;

/** One turn of a chat. */
public record Message(Role role, String text) {}
