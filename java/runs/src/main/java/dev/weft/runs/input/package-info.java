/** What a run reads, as the command line names it: Fashion-MNIST, any other IDX folder, tables. */
package dev.weft.runs.input;
