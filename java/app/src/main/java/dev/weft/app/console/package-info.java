/** What is shown while a command runs: messages, epoch lines, the progress bar, number formats. */
package dev.weft.app.console;
