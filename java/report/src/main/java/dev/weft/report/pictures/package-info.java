/**
 * Charts as PNG and SVG files. It draws what it is given; what a run leaves where, and pages, are
 * unknown here.
 */
package dev.weft.report.pictures;
