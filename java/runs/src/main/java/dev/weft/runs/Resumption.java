package dev.weft.runs;

/**
 * Where a run took up another one.
 *
 * @param afterEpoch the last epoch that the other one had
 * @param run the folder of the other one
 * @param command that had started it
 * @param backend that it was trained with
 */
public record Resumption(int afterEpoch, String run, String command, String backend) {}
