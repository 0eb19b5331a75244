/** The three experiments of the study, and what is concluded from a run of them. */
package dev.weft.runs.experiments;
