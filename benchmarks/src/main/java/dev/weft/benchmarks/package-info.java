/**
 * How fast Weft is: JMH benchmarks and the runs of them that make a report ({@link
 * dev.weft.benchmarks.Main suite}), the machine's limit, whole processes, and charts.
 *
 * <p>To add a benchmark, write a class beside {@link dev.weft.benchmarks.EpochBenchmark} with JMH's
 * settings on the class, data from {@code BenchmarkData} and a check of every answer, and name it
 * in {@code Sweeps}.
 */
package dev.weft.benchmarks;
