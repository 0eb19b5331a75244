/**
 * The C ABI as Java sees it, generated from weft.h by JavaCPP, and the libraries that it loads.
 * Only the native backends use it.
 */
package dev.weft.binding;
