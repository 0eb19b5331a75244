/**
 * The command line: commands read options, call the modules below, and print. What another program
 * would want is no part of it, and nothing depends on it. Here the commands are put together; each
 * stands with what it needs in a package below.
 */
package dev.weft.app;
