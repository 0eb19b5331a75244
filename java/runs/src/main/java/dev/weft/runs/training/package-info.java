/** A training run as a value, the recipes of the study, and how a run is carried out. */
package dev.weft.runs.training;
