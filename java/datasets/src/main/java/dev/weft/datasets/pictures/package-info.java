/**
 * Pictures from anywhere to what a network for Fashion-MNIST expects: decoding within limits, and
 * conversion to 28 x 28 grey pixels in the way that the data set itself was made.
 */
package dev.weft.datasets.pictures;
