package dev.chiron.sandbox.process;

import static dev.chiron.core.program.Verdict.DOES_NOT_COMPILE;
import static dev.chiron.core.program.Verdict.FAILED;
import static dev.chiron.core.program.Verdict.FORBIDDEN;
import static dev.chiron.core.program.Verdict.MEMORY;
import static dev.chiron.core.program.Verdict.OUTPUT;
import static dev.chiron.core.program.Verdict.TIMEOUT;

import dev.chiron.core.program.Verdict;
import dev.chiron.sandbox.Hostile;
import java.util.List;

/** Java programs: some are refused for what they use, some run into the limits. */
final class HostileJava {
  private HostileJava() {}

  /** Against the allow-list: none of them is started. */
  static final List<Hostile> REFUSED =
      List.of(
          java("the end of the JVM", FORBIDDEN, "System.exit(0);"),
          java("the end of the JVM by its runtime", FORBIDDEN, "Runtime.getRuntime().halt(0);"),
          java("a process", FORBIDDEN, "new ProcessBuilder(\"id\").start();"),
          java(
              "reading a file",
              FORBIDDEN,
              "System.out.println(java.nio.file.Files.readString(java.nio.file.Path.of(\"CANARY\")));"),
          java(
              "writing a file by a stream's name",
              FORBIDDEN,
              "new java.io.PrintStream(\"CANARY\").print(1);"),
          java(
              "writing a file by a formatter",
              FORBIDDEN,
              "new java.util.Formatter(\"CANARY\").flush();"),
          java("a socket", FORBIDDEN, "new java.net.Socket(\"127.0.0.1\", 22);"),
          java("a thread", FORBIDDEN, "new Thread(() -> { while (true); }).start();"),
          java(
              "a thread of a pool",
              FORBIDDEN,
              "java.util.concurrent.Executors.newCachedThreadPool().submit(() -> 1);"),
          java("a timer", FORBIDDEN, "new java.util.Timer();"),
          java(
              "reflection",
              FORBIDDEN,
              "Class.forName(\"java.lang.Runtime\").getMethod(\"getRuntime\").invoke(null);"),
          java(
              "method handles",
              FORBIDDEN,
              "java.lang.invoke.MethodHandles.lookup().findStatic(System.class, \"exit\","
                  + " java.lang.invoke.MethodType.methodType(void.class, int.class)).invoke(0);"),
          java(
              "a method reference to the end",
              FORBIDDEN,
              "java.util.function.IntConsumer f = System::exit; f.accept(0);"),
          java("a native library", FORBIDDEN, "System.load(\"/usr/lib/libc.so.6\");"),
          java("the environment", FORBIDDEN, "System.out.println(System.getenv());"),
          java(
              "deserialisation",
              FORBIDDEN,
              "new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(new byte[9])).readObject();"),
          java("foreign memory", FORBIDDEN, "java.lang.foreign.Arena.global().allocate(9);"),
          Hostile.of(
              "a class loader of its own",
              FORBIDDEN,
              "class Main extends ClassLoader { public static void main(String[] a) { new Main(); } }"),
          Hostile.of(
              "a native method",
              FORBIDDEN,
              "class Main { static native void f(); public static void main(String[] a) { f(); } }"),
          Hostile.of(
              "a class that another module must not be given",
              DOES_NOT_COMPILE,
              "package java.lang; class Main { public static void main(String[] a) {} }"),
          java("unsafe memory", DOES_NOT_COMPILE, "sun.misc.Unsafe.getUnsafe().putAddress(0, 0);"));

  /** Within the allow-list: the limits end them. */
  static final List<Hostile> LIMITED =
      List.of(
          java("an endless loop", TIMEOUT, "while (true);"),
          java(
              "an endless loop behind caught errors",
              TIMEOUT,
              "while (true) { try { throw new Error(); } catch (Throwable t) { } }"),
          java(
              "a memory bomb",
              MEMORY,
              "var k = new java.util.ArrayList<long[]>(); while (true) k.add(new long[1 << 18]);"),
          java(
              "endless output",
              OUTPUT,
              "while (true) System.out.println(\"xxxxxxxxxxxxxxxxxxxxxxxx\");"),
          java("endless recursion", FAILED, "main(a);"));

  /** Run without the check, to see that the kernel alone holds them too. */
  static final List<Hostile> UNCHECKED =
      List.of(
          java(
              "reading a file of the host",
              FAILED,
              "System.out.println(java.nio.file.Files.readString(java.nio.file.Path.of(\"CANARY\")));"),
          java("a connection out", FORBIDDEN, "new java.net.Socket(\"1.1.1.1\", 80);"),
          java(
              "endless threads",
              FORBIDDEN,
              "while (true) { var t = new Thread(() -> { try { Thread.sleep(60000); }"
                  + " catch (InterruptedException e) { } }); t.setDaemon(true); t.start(); }"),
          java(
              "direct memory",
              MEMORY,
              "var k = new java.util.ArrayList<Object>();"
                  + " while (true) k.add(java.nio.ByteBuffer.allocateDirect(1 << 24));"),
          java(
              "children that outlive it",
              Verdict.OK,
              "new ProcessBuilder(\"sh\", \"-c\", \"sleep 60 &\").start().waitFor();"));

  private static Hostile java(String name, Verdict expected, String body) {
    return Hostile.of(
        name,
        expected,
        "class Main { public static void main(String[] a) throws Throwable { " + body + " } }");
  }
}
