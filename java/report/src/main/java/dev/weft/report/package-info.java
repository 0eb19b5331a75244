/** What people look at after a run: a page of each kind, put together from its parts. */
package dev.weft.report;
