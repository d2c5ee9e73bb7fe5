package dev.chiron.core.program;

/** A language in which model-written programs are run. */
public enum Language {
  PYTHON("Python", "main.py"),
  JAVA("Java", "Main.java"),
  JAVASCRIPT("JavaScript", "main.mjs");

  private final String title;
  private final String fileName;

  Language(String title, String fileName) {
    this.title = title;
    this.fileName = fileName;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** What a program's file is called where one is needed. */
  public String fileName() {
    return fileName;
  }
}
