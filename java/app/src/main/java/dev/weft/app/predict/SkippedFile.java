package dev.weft.app.predict;

/** A file that could not be used, and why. */
public record SkippedFile(String file, String reason) {}
