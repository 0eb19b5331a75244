/** Fashion-MNIST: found, fetched, verified, or drawn by program in its place. */
package dev.weft.datasets.fashion;
