package dev.weft.train;

/**
 * How far an epoch has come.
 *
 * @param epoch its number, from 1
 * @param epochs the number of the last epoch
 * @param step steps of this epoch made so far
 * @param stepsPerEpoch steps of an epoch
 * @param samples samples of this epoch trained so far
 * @param loss their mean loss, each taken before its batch's update
 * @param accuracy the fraction of them classified right before their batch's update; NaN where
 *     outputs are not classes
 * @param seconds training time of this epoch so far, without the time spent in listeners
 */
public record Progress(
    int epoch,
    int epochs,
    int step,
    int stepsPerEpoch,
    long samples,
    double loss,
    double accuracy,
    double seconds) {}
