/**
 * What a run leaves behind: JSON documents, tables, pictures and the folder that holds them, and
 * the provenance that says where figures come from.
 */
package dev.weft.report;
