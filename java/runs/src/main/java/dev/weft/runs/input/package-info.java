/** Data as the command line names it: Fashion-MNIST, any other IDX folder, tables of numbers. */
package dev.weft.runs.input;
