package dev.chiron.sandbox.process;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.program.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory and the command line of one run: what the program sees, as whom it runs, and what
 * limits it. The directory is gone after {@link #close}.
 */
final class Cell implements AutoCloseable {
  /**
   * The first of the user numbers that programs run as where this process is root, so that the
   * kernel counts their processes and no file is theirs: a range that Debian leaves free.
   */
  private static final int FIRST_USER = 64_001;

  private static final int USERS = 256;
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** What the system's programs and their libraries live in, where it exists. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"), Path.of("/sbin"));

  private final Path directory;
  private final String main;
  private final Isolation isolation;

  private Cell(Path directory, String main, Isolation isolation) {
    this.directory = directory;
    this.main = main;
    this.isolation = isolation;
  }

  /** Makes the directory, with the program's files in it. */
  static Cell with(Prepared program, Isolation isolation) {
    try {
      Path directory =
          Files.createTempDirectory(
              "chiron-cell-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      // The mask of this process may have taken rights away that the program's user needs.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Cell cell = new Cell(directory.toRealPath(), program.main(), isolation);
      cell.fill(program.files());
      return cell;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(Map<String, byte[]> files) throws IOException {
    for (String name : List.of("program", "root", "work")) {
      open(Files.createDirectory(directory.resolve(name)), name.equals("work") ? "rwx" : "r-x");
    }
    Files.createFile(directory.resolve("status"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = directory.resolve("program");
      for (Path name : Path.of(file.getKey())) {
        if (!Files.exists(target)) {
          open(Files.createDirectory(target), "r-x");
        }
        target = target.resolve(name);
      }
      Files.write(target, file.getValue());
      open(target, "r--");
    }
    script("namespaces.sh");
    script("limits.sh");
  }

  private void script(String name) throws IOException {
    try (InputStream source = Cell.class.getResourceAsStream(name)) {
      if (source == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      Path target = directory.resolve(name);
      Files.write(target, source.readAllBytes());
      open(target, "r--");
    }
  }

  private static void open(Path path, String forOthers) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString("rwx" + forOthers + forOthers));
  }

  Path status() {
    return directory.resolve("status");
  }

  /** Where the program finds its own files. */
  String programDirectory() {
    return isolation == Isolation.NAMESPACES ? "/program" : directory.resolve("program").toString();
  }

  /** Runs the program, already in its cell. */
  Ended run(Interpreter interpreter, String input, Limits limits) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "exec 9>\"$1\"; shift; exec \"$@\"", "sh"));
    command.add(status().toString());
    List<String> confined = new ArrayList<>();
    // Outlives nothing: should this JVM die, the program still ends.
    long seconds = limits.wall().toSeconds() + 2;
    confined.addAll(List.of("prlimit"));
    confined.addAll(interpreter.limits(limits));
    if (isolation == Isolation.NAMESPACES) {
      confined.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    }
    confined.addAll(List.of("timeout", "--signal=KILL", Long.toString(seconds)));
    confined.addAll(interpreter.command(programDirectory(), main, limits));
    command.addAll(asNobody());
    command.addAll(script(interpreter, limits));
    command.addAll(confined);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("LANG", "C.UTF-8");
    return Watch.run(builder, input, status(), limits);
  }

  private List<String> script(Interpreter interpreter, Limits limits) {
    String script = directory.resolve(isolation.script()).toString();
    if (isolation == Isolation.LIMITS) {
      return List.of("sh", script, directory.toString());
    }
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--user", "--map-root-user", "--net", "--pid", "--ipc", "--uts"));
    command.addAll(List.of("--mount", "--fork", "--kill-child", "sh", script));
    command.add(directory.toString());
    command.add(Long.toString(Math.max(1 << 12, limits.fileBytes())));
    view(interpreter).forEach(path -> command.add(path.toString()));
    command.add("--");
    return command;
  }

  /** The least of the file system with which the interpreter starts. */
  private static List<Path> view(Interpreter interpreter) {
    List<Path> view = new ArrayList<>(SYSTEM.stream().filter(Files::exists).toList());
    Path home = interpreter.executable().resolve("../..").normalize();
    for (Path each : List.of(home, real(home.resolve("conf")))) {
      boolean shown =
          view.stream().filter(path -> !Files.isSymbolicLink(path)).anyMatch(each::startsWith);
      if (!shown && Files.isDirectory(each) && each.getNameCount() > 0) {
        view.add(each);
      }
    }
    return view;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private static List<String> asNobody() {
    if (!isRoot()) {
      return List.of("setpriv", "--no-new-privs");
    }
    String user = Integer.toString(FIRST_USER + Math.floorMod(RUNS.getAndIncrement(), USERS));
    return List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
          .equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      AtomicFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
