/**
 * Where networks compute: the interfaces between the engine and its backends, and the list of the
 * backends that there are. Everything else reaches a backend through these.
 */
package dev.weft.backend;
