/** Runs side by side: reads the folders that runs leave and says how they differ. */
package dev.weft.report.compare;
