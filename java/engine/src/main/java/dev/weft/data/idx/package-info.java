/** Images and labels in IDX files, the format of MNIST, compressed or not. */
package dev.weft.data.idx;
