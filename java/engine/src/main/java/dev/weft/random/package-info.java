/**
 * Random numbers that are the same on every machine, thread count and backend: a seed and a place
 * give the number.
 */
package dev.weft.random;
