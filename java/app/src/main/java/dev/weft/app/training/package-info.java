/** What makes runs and looks at them: {@code weft train}, {@code experiments}, {@code compare}. */
package dev.weft.app.training;
