package dev.weft.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;

/**
 * The modules, each below those that follow it: its packages, the modules that it may use, and the
 * libraries (packages, with all below them). What is not named here is not allowed.
 *
 * <p>A new module is one more constant. Until it has one its classes count as the engine's, which
 * may use nothing.
 */
enum Module {
  ENGINE("dev.weft", List.of(), "org.bytedeco.javacpp", "org.bytedeco.openblas", "org.slf4j"),
  DATASETS("dev.weft.datasets", List.of(ENGINE), Jdk.HTTP_CLIENT, Jdk.PICTURES, Jdk.IMAGE_FILES),
  RUNS("dev.weft.runs", List.of(ENGINE, DATASETS), Libraries.JSON, "org.apache.commons.statistics"),
  INTERCHANGE(
      "dev.weft.interchange",
      List.of(ENGINE),
      Libraries.JSON,
      "ai.onnx.proto",
      "com.google.protobuf",
      "io.jhdf",
      "org.slf4j"),
  REPORT(
      "dev.weft.report",
      List.of(ENGINE, DATASETS, RUNS),
      Jdk.PICTURES,
      Jdk.IMAGE_FILES,
      Jdk.XML,
      "org.w3c.dom",
      "org.knowm.xchart",
      "org.apache.batik",
      "gg.jte"),
  SERVE(
      "dev.weft.serve",
      List.of(ENGINE, DATASETS, RUNS),
      Libraries.JSON,
      "org.eclipse.jetty",
      "io.prometheus",
      "org.slf4j"),
  APP("dev.weft.app", List.of(ENGINE, DATASETS, RUNS, INTERCHANGE, REPORT, SERVE), "picocli"),
  BENCHMARKS(
      "dev.weft.benchmarks",
      List.of(ENGINE, DATASETS, RUNS, INTERCHANGE, REPORT, SERVE, APP),
      Libraries.JSON,
      Jdk.PICTURES,
      Jdk.IMAGE_FILES,
      "picocli",
      "org.openjdk.jmh",
      "org.bytedeco.javacpp",
      "org.bytedeco.openblas",
      "org.knowm.xchart");

  /** Parts of the JDK that not every module needs. */
  private static final class Jdk {
    static final String HTTP_CLIENT = "java.net.http";
    static final String PICTURES = "java.awt";
    static final String IMAGE_FILES = "javax.imageio";
    static final String XML = "javax.xml";
  }

  private static final class Libraries {
    static final String JSON = "com.fasterxml.jackson";
  }

  private static final List<String> ASKED_FOR = List.of(Jdk.HTTP_CLIENT, Jdk.PICTURES);

  private final String root;
  private final List<Module> uses;
  private final List<String> libraries;

  Module(String root, List<Module> uses, String... libraries) {
    this.root = root;
    this.uses = uses;
    this.libraries = List.of(libraries);
  }

  /** The package that all others of this module are in. */
  String root() {
    return root;
  }

  /** Whether a class is one of this module. */
  boolean has(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    return isIn(name, root)
        && (this != ENGINE
            || Arrays.stream(values()).noneMatch(m -> m != ENGINE && isIn(name, m.root)));
  }

  /** Whether a class of this module may use another. */
  boolean mayUse(JavaClass used) {
    JavaClass component = used.getBaseComponentType();
    String name = component.getPackageName();
    return component.isPrimitive()
        || has(component)
        || uses.stream().anyMatch(module -> module.has(component))
        || libraries.stream().anyMatch(library -> isIn(name, library))
        || (isIn(name, "java") && ASKED_FOR.stream().noneMatch(part -> isIn(name, part)));
  }

  private static boolean isIn(String name, String parent) {
    return name.equals(parent) || name.startsWith(parent + ".");
  }
}
