/**
 * Training: the loop over epochs, its settings, validation, and the listeners that log, stop, or
 * keep the best weights. It trains any network of any backend.
 */
package dev.weft.train;
