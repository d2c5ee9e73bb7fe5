package dev.chiron.sandbox.java;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A Java source compiled in memory against {@code java.base} alone, without annotation processors,
 * so that compiling runs nothing of it.
 *
 * <p>A compiler can't be stopped from outside. One that is not done after {@link #MOST_SECONDS}
 * (type inference can take exponential time) is left behind on a thread of its own, and where
 * {@link #MOST_LEFT_BEHIND} of them still work, no more is compiled.
 *
 * @param classes by their binary names, in the order of the source
 * @param errors as {@code line N: message}; empty if it compiles
 */
public record JavaCompilation(Map<String, byte[]> classes, List<String> errors) {
  static final int MOST_SECONDS = 20;
  private static final int MOST_LEFT_BEHIND = 4;

  /** Sources of model-written programs are far shorter; javac's own depth grows with its input. */
  private static final int MOST_CHARACTERS = 1 << 18;

  private static final Semaphore PLACES = new Semaphore(MOST_LEFT_BEHIND);
  private static final long STACK_BYTES = 4L << 20;

  public JavaCompilation {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    errors = List.copyOf(errors);
  }

  /**
   * Compiles a source.
   *
   * @throws IllegalStateException if this JVM has no compiler, or too many are left behind
   */
  public static JavaCompilation of(String source) {
    if (source.length() > MOST_CHARACTERS) {
      return failed("the source has more than " + MOST_CHARACTERS + " characters");
    }
    CompletableFuture<JavaCompilation> done = new CompletableFuture<>();
    try {
      if (!PLACES.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "too many compilers are busy with sources that they can't come to an end with");
      }
      Thread thread = new Thread(null, () -> compileInto(done, source), "compiler", STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
      return done.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while compiling", e);
    } catch (TimeoutException e) {
      return failed("the compiler was not done after " + MOST_SECONDS + " seconds");
    } catch (ExecutionException e) {
      return failed("the compiler gave up: " + e.getCause());
    }
  }

  /** The class that can be started; the first of the source if there are several. */
  public Optional<String> mainClass() {
    return classes.entrySet().stream()
        .filter(each -> hasMain(each.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The classes as files of a class path directory. */
  public Map<String, byte[]> files() {
    return classes.entrySet().stream()
        .collect(
            Collectors.toMap(
                each -> each.getKey().replace('.', '/') + ".class", Map.Entry::getValue));
  }

  private static boolean hasMain(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    for (MethodModel method : model.methods()) {
      int flags = method.flags().flagsMask();
      if (method.methodName().equalsString("main")
          && method.methodType().equalsString("([Ljava/lang/String;)V")
          && (flags & ClassFile.ACC_STATIC) != 0
          && (flags & ClassFile.ACC_PUBLIC) != 0) {
        return true;
      }
    }
    return false;
  }

  private static JavaCompilation failed(String problem) {
    return new JavaCompilation(Map.of(), List.of(problem));
  }

  private static void compileInto(CompletableFuture<JavaCompilation> done, String source) {
    try {
      done.complete(compile(source));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      done.completeExceptionally(e);
    } finally {
      PLACES.release();
    }
  }

  private static JavaCompilation compile(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("this Java has no compiler; run Chiron on a JDK");
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8);
        Memory memory = new Memory(standard)) {
      standard.setLocation(StandardLocation.CLASS_PATH, List.of());
      boolean compiled =
          compiler
              .getTask(
                  new StringWriter(),
                  memory,
                  problems,
                  List.of("-proc:none", "-nowarn", "-g:source,lines", "--limit-modules=java.base"),
                  null,
                  List.of(new Source(source)))
              .call();
      return compiled
          ? new JavaCompilation(memory.classes(), List.of())
          : new JavaCompilation(Map.of(), errors(problems));
    }
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> problems) {
    List<String> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : problems.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        String message = each.getMessage(Locale.ROOT).replace('\n', ' ').strip();
        errors.add("line " + Math.max(1, each.getLineNumber()) + ": " + message);
      }
    }
    return errors.isEmpty() ? List.of("it does not compile") : errors;
  }

  /** A source that may hold a public class of any name. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Main.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return true;
    }
  }

  /** Keeps the classes that the compiler writes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

    Memory(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      written.put(name, bytes);
      return new SimpleJavaFileObject(
          URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new LinkedHashMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
