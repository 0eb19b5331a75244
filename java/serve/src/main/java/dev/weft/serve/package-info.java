/**
 * Models behind HTTP: a small JSON API, metrics, and a page to try them on. Requests are read and
 * checked on the server's threads; one {@link dev.weft.serve.Dispatcher} computes for all of them,
 * a batch at a time.
 */
package dev.weft.serve;
