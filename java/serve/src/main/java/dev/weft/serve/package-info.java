/**
 * Models behind HTTP: a small JSON API, metrics, and a page to try them on. Requests are read and
 * checked on the server's threads; one {@link dev.weft.serve.Dispatcher} computes for all of them,
 * a batch at a time. Programs use {@link dev.weft.serve.ModelServer} with models of {@link
 * dev.weft.serve.models}; the command line alone depends on this module.
 */
package dev.weft.serve;
