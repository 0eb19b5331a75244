package dev.weft.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A benchmark run over values of its parameters, every combination of them.
 *
 * @param name for {@code --include} and reports
 * @param title for people
 * @param benchmarks a regular expression over JMH's names
 * @param parameters values by name; a benchmark takes those that it has
 */
record Sweep(String name, String title, String benchmarks, Map<String, List<String>> parameters) {}
