/**
 * Networks and their mathematics as values: layers, activations, losses, optimizers,
 * initialization. Nothing here computes; it needs random numbers alone.
 */
package dev.weft.nn;
