/** Tables of numbers in CSV files: columns, labels, and what is wrong with a line. */
package dev.weft.data.csv;
