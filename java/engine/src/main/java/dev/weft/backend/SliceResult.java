package dev.weft.backend;

/**
 * What a slice of training gave.
 *
 * @param stepLosses the loss of each step's batch before its update, weighted by the class weights
 * @param correct samples classified right before the update of their batch, 0 where the outputs are
 *     not classes
 */
public record SliceResult(double[] stepLosses, long correct) {}
