/**
 * A network library's front door: an engine on a device, networks and data sets there, and the
 * errors that all of it throws. Packages below know the errors alone.
 */
package dev.weft;
