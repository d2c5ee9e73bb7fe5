import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source of the reactor with google-java-format.
 *
 * <p>{@code check} lists the files whose layout differs and fails; {@code apply} rewrites them. It
 * runs in the JDK that compiles the project, because google-java-format can parse no newer language
 * than the JDK that it runs in.
 */
final class Format {
  public static void main(String[] arguments) throws IOException {
    boolean apply = arguments[0].equals("apply");
    Path root = Path.of(arguments[1]);
    List<Path> differing;
    try (Stream<Path> files = sources(root)) {
      differing = files.parallel().filter(file -> differs(file, apply)).sorted().toList();
    }
    for (Path file : differing) {
      System.err.println((apply ? "formatted " : "not formatted: ") + root.relativize(file));
    }
    if (!apply && !differing.isEmpty()) {
      System.err.println(differing.size() + " file(s): run  mvn -Pformat validate");
      System.exit(1);
    }
  }

  private static Stream<Path> sources(Path root) throws IOException {
    try (Stream<Path> top = Files.list(root)) {
      List<Path> trees =
          top.flatMap(
                  child ->
                      child.getFileName().toString().startsWith("chiron-")
                          ? Stream.of(child.resolve("src"))
                          : child.endsWith("build") ? Stream.of(child) : Stream.empty())
              .filter(Files::isDirectory)
              .toList();
      return trees.stream().flatMap(Format::javaFiles).toList().stream();
    }
  }

  private static Stream<Path> javaFiles(Path tree) {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean differs(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String imports =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      String after = new Formatter().formatSource(imports);
      if (apply && !before.equals(after)) {
        Files.writeString(file, after);
      }
      return !before.equals(after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }
}
