package dev.weft.runs.experiments;

import java.util.List;

/**
 * One of the study's conclusions held against a run.
 *
 * @param id stable, for scripts
 * @param claim what the study concluded
 * @param holds whether it holds in this run
 * @param details the figures that say so, each a short line
 */
public record Verdict(String id, String claim, boolean holds, List<String> details) {}
