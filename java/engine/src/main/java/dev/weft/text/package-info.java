/** Figures, times and names as people read them. */
package dev.weft.text;
