/**
 * The command line: what people see of Weft. Commands read options and print; what they do stands
 * in the sub-packages, where it can be tested without a command line.
 */
package dev.weft.app;
