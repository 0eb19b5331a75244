/** What reading and writing files takes everywhere: checks, hashes, reasons in words. */
package dev.weft.files;
