/** Searches: many trainings of one task, what each came to, and which settings are best. */
package dev.weft.runs.sweep;
