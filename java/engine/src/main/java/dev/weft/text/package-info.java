/** Figures, times and names as people read them. It needs nothing of Weft's. */
package dev.weft.text;
