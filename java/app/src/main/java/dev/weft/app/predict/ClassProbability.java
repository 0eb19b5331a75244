package dev.weft.app.predict;

/** How probable a class is, 0 to 1. */
public record ClassProbability(String name, double probability) {}
