/** A training that goes on where an earlier one was stopped. */
package dev.weft.app.resume;
