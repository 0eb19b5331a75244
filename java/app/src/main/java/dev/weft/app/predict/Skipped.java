package dev.weft.app.predict;

/** A file that could not be used, and why. */
public record Skipped(String file, String reason) {}
