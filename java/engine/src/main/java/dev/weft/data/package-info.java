/**
 * Samples in memory with what they are labelled with, and how they are split; the readers of files
 * stand in the packages below. It knows no network.
 */
package dev.weft.data;
