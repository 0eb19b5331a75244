/** Images and labels in IDX files, the format of MNIST. */
package dev.weft.data.idx;
