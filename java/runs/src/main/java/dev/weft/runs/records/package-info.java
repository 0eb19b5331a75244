/** What runs recorded in their folders, read back to be compared; nothing is believed unchecked. */
package dev.weft.runs.records;
