/**
 * The HTML report: records of what it shows, the classes that work it out from a run, and the page,
 * one file that needs no network. {@link dev.weft.report.html.Chart} and the script {@code
 * report.js} agree on the charts' form.
 */
package dev.weft.report.html;
