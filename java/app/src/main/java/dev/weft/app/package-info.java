/**
 * The command line: commands read options, call the modules below, and print. What another program
 * would want is no part of it, and nothing depends on it.
 */
package dev.weft.app;
