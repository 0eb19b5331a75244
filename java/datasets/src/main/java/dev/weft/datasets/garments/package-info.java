/** Garments drawn by program. */
package dev.weft.datasets.garments;
