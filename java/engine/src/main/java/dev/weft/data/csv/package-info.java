/** Tables of numbers in CSV files. */
package dev.weft.data.csv;
