package dev.weft.data;

/**
 * Where a data set came from, for reports and model files.
 *
 * @param description one line for people; of a procedural set it starts with SYNTHETIC
 * @param sha256 one hash of the whole set
 * @param synthetic whether the set was drawn by program: its results say nothing about the real one
 */
public record Source(String description, String sha256, boolean synthetic) {}
