/**
 * What reading and writing files takes everywhere: files that are there whole or not at all,
 * checks, hashes, reasons in words. It knows nothing of Weft's but its errors.
 */
package dev.weft.files;
