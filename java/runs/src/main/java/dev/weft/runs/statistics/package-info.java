/** What can be said of many runs, and how surely: summaries, intervals, tests. */
package dev.weft.runs.statistics;
