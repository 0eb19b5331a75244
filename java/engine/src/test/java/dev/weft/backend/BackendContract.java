package dev.weft.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test class that every backend has to pass: it runs once for each backend of {@link Backends}
 * that is available here, and its constructor takes the {@link OpenBackend} to test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "backend {0}")
@MethodSource("dev.weft.backend.OpenBackend#all")
public @interface BackendContract {}
