package org.popdns.differential;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * popdns's own code with one line changed: the source is patched, compiled, and loaded before the
 * right classes, by a class loader that shares none of popdns's classes with this program.
 */
final class PatchedCode implements AutoCloseable {

  private final URLClassLoader loader;

  private PatchedCode(URLClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Patches one source file.
   *
   * @param sources the project's root
   * @param folder receives the patched source and its classes
   * @throws IOException if the text is not there exactly once, or the patched file does not compile
   */
  static PatchedCode of(CodeBug bug, Path sources, Path folder) throws IOException {
    Path source = sources.resolve(bug.file());
    String right = Files.readString(source);
    int first = right.indexOf(bug.right());
    if (first < 0 || right.indexOf(bug.right(), first + 1) >= 0) {
      throw new IOException(bug + ": its text must stand once in " + source);
    }
    Path patched = folder.resolve("src").resolve(bug.file());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(patched.resolveSibling("."));
    Files.writeString(patched, right.replace(bug.right(), bug.wrong()));
    compile(patched, classes);
    List<URL> path = new ArrayList<>();
    path.add(classes.toUri().toURL());
    for (String entry :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    // The platform's loader above it: popdns's classes are all its own.
    return new PatchedCode(
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new IOException("the patched " + source + " does not compile");
      }
    }
  }

  /** The patched answer path over the zones of a configuration. */
  @SuppressWarnings("unchecked") // What AnswerPath is, in the other loader's own types.
  UnaryOperator<byte[]> answerPath(Path main) throws IOException {
    try {
      return (UnaryOperator<byte[]>)
          loader.loadClass(AnswerPath.class.getName()).getConstructor(Path.class).newInstance(main);
    } catch (ReflectiveOperationException e) {
      @Nullable Throwable cause = e.getCause();
      throw new IOException("the patched code does not start", cause == null ? e : cause);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
