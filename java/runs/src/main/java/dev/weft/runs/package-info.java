/** A training as a run: its folder, results and provenance. */
package dev.weft.runs;
