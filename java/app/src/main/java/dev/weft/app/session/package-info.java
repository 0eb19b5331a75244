/**
 * What every command runs in and ends with: where it prints, the device that it opens, failures as
 * messages, exit codes.
 */
package dev.weft.app.session;
