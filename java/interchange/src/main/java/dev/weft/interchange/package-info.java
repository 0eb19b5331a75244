/**
 * Models that travel: export to the formats of other frameworks, and import from them. What is read
 * is not trusted: sizes are bounded before anything is allocated, nothing in a file can run code,
 * and what cannot be taken over is named rather than dropped.
 */
package dev.weft.interchange;
