package dev.chiron.sandbox.java;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the classes of a checked program may use: the parts of {@code java.base} with which one
 * computes. All that is not allowed is forbidden: files, networks, processes, threads, reflection,
 * class loaders, serialization, native code, the end of the JVM.
 *
 * <p>It reads the constant pool, in which every member and class that the code may ever touch is
 * named; what a class does not name, it can't reach without reflection, which is forbidden.
 */
public final class AllowedMembers {
  private static final Set<String> PACKAGES =
      Set.of(
          "java/lang",
          "java/lang/annotation",
          "java/math",
          "java/nio/charset",
          "java/text",
          "java/time",
          "java/time/chrono",
          "java/time/format",
          "java/time/temporal",
          "java/util",
          "java/util/concurrent/atomic",
          "java/util/function",
          "java/util/random",
          "java/util/regex",
          "java/util/stream");

  private static final Set<String> CLASSES_BESIDE =
      Set.of(
          "java/io/BufferedReader",
          "java/io/ByteArrayInputStream",
          "java/io/ByteArrayOutputStream",
          "java/io/EOFException",
          "java/io/IOException",
          "java/io/InputStream",
          "java/io/InputStreamReader",
          "java/io/OutputStream",
          "java/io/PrintStream",
          "java/io/PrintWriter",
          "java/io/Reader",
          "java/io/Serializable",
          "java/io/StringReader",
          "java/io/StringWriter",
          "java/io/UncheckedIOException",
          "java/io/Writer",
          "java/util/concurrent/ConcurrentHashMap",
          "java/util/concurrent/ConcurrentLinkedDeque",
          "java/util/concurrent/ConcurrentLinkedQueue",
          "java/util/concurrent/ConcurrentMap",
          "java/util/concurrent/ConcurrentSkipListMap",
          "java/util/concurrent/ConcurrentSkipListSet",
          "java/util/concurrent/ThreadLocalRandom",
          "java/util/concurrent/TimeUnit");

  private static final Set<String> CLASSES_WITHIN_FORBIDDEN =
      Set.of(
          "java/lang/ClassLoader",
          "java/lang/Compiler",
          "java/lang/InheritableThreadLocal",
          "java/lang/Module",
          "java/lang/ModuleLayer",
          "java/lang/Package",
          "java/lang/Process",
          "java/lang/ProcessBuilder",
          "java/lang/ProcessHandle",
          "java/lang/Runtime",
          "java/lang/RuntimePermission",
          "java/lang/ScopedValue",
          "java/lang/SecurityManager",
          "java/lang/StackWalker",
          "java/lang/Thread",
          "java/lang/ThreadGroup",
          "java/util/Properties",
          "java/util/PropertyResourceBundle",
          "java/util/ResourceBundle",
          "java/util/ServiceLoader",
          "java/util/Timer",
          "java/util/TimerTask");

  /** Of classes that do more than a program may, the members that it may use. */
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "java/lang/System",
          Set.of(
              "out",
              "err",
              "in",
              "arraycopy",
              "currentTimeMillis",
              "identityHashCode",
              "lineSeparator",
              "nanoTime"),
          "java/lang/Class",
          Set.of(
              "cast",
              "desiredAssertionStatus",
              "equals",
              "getName",
              "getSimpleName",
              "hashCode",
              "isInstance",
              "toString"),
          "java/util/concurrent/TimeUnit",
          Set.of("toSeconds", "toMillis", "toMicros", "toNanos", "toMinutes", "toHours", "toDays"),
          "java/lang/invoke/LambdaMetafactory",
          Set.of("metafactory", "altMetafactory"),
          "java/lang/invoke/StringConcatFactory",
          Set.of("makeConcatWithConstants", "makeConcat"),
          "java/lang/runtime/ObjectMethods",
          Set.of("bootstrap"),
          "java/lang/runtime/SwitchBootstraps",
          Set.of("typeSwitch", "enumSwitch"));

  /** Constructors that open a file named by a text. */
  private static final Set<String> OPENS_FILES =
      Set.of("java/io/PrintStream", "java/io/PrintWriter", "java/util/Formatter");

  /** Named in inner-class tables and bootstraps without being used. */
  private static final Set<String> ONLY_NAMED =
      Set.of(
          "java/lang/invoke/MethodHandles",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/lang/invoke/MethodHandle",
          "java/lang/invoke/MethodType",
          "java/lang/invoke/CallSite",
          "java/lang/invoke/TypeDescriptor");

  private AllowedMembers() {}

  /** What these classes use that is not allowed, in words; empty if all is. */
  public static List<String> violations(Collection<byte[]> classFiles) {
    List<ClassModel> models = classFiles.stream().map(ClassFile.of()::parse).toList();
    Set<String> own = new HashSet<>();
    models.forEach(model -> own.add(model.thisClass().asInternalName()));
    List<String> found = new ArrayList<>();
    for (ClassModel model : models) {
      String name = model.thisClass().asInternalName();
      if (name.startsWith("java/")) {
        found.add("a package of the JDK: " + name.replace('/', '.'));
      }
      for (MethodModel method : model.methods()) {
        if ((method.flags().flagsMask() & ClassFile.ACC_NATIVE) != 0) {
          found.add("a native method: " + method.methodName().stringValue());
        }
      }
      for (PoolEntry entry : model.constantPool()) {
        check(entry, own, found);
      }
    }
    return found.stream().distinct().sorted().toList();
  }

  private static void check(PoolEntry entry, Set<String> own, List<String> found) {
    switch (entry) {
      case MemberRefEntry member -> {
        String owner = element(member.owner().asInternalName());
        String name = member.name().stringValue();
        if (!own.contains(owner) && !allowed(owner, name, member.type().stringValue())) {
          found.add(owner.replace('/', '.') + "." + name);
        }
      }
      case ClassEntry named -> {
        String owner = element(named.asInternalName());
        if (!own.contains(owner) && !owner.isEmpty() && !nameable(owner)) {
          found.add(owner.replace('/', '.'));
        }
      }
      case InvokeDynamicEntry _ -> {
        // Its bootstrap method is a member reference of the same pool.
      }
      default -> {
        // Numbers and texts do nothing by themselves.
      }
    }
  }

  /** An array's element class; empty for a primitive one. */
  private static String element(String internalName) {
    if (!internalName.startsWith("[")) {
      return internalName;
    }
    String element = internalName.substring(internalName.lastIndexOf('[') + 1);
    return element.startsWith("L") ? element.substring(1, element.length() - 1) : "";
  }

  private static boolean allowed(String owner, String name, String descriptor) {
    if (owner.isEmpty()) {
      return true; // clone() of an array of primitives
    }
    Set<String> members = MEMBERS.get(owner);
    if (members != null) {
      return members.contains(name);
    }
    if (OPENS_FILES.contains(owner) && name.equals("<init>")) {
      return !descriptor.startsWith("(Ljava/lang/String;") && !descriptor.contains("File;");
    }
    return usable(owner);
  }

  private static boolean nameable(String owner) {
    return ONLY_NAMED.contains(owner) || MEMBERS.containsKey(owner) || usable(owner);
  }

  private static boolean usable(String owner) {
    String outer = owner.contains("$") ? owner.substring(0, owner.indexOf('$')) : owner;
    if (CLASSES_BESIDE.contains(outer)) {
      return true;
    }
    int slash = outer.lastIndexOf('/');
    return slash > 0
        && PACKAGES.contains(outer.substring(0, slash))
        && !CLASSES_WITHIN_FORBIDDEN.contains(outer);
  }
}
