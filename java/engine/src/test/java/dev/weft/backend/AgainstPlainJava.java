package dev.weft.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A {@link BackendContract} that compares with the plain-Java backend: it runs for the others
 * alone, since that one would be compared with itself.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "backend {0}")
@MethodSource("dev.weft.backend.OpenBackend#allButPlainJava")
public @interface AgainstPlainJava {}
