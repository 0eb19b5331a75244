/**
 * What the native backends have in common: handles, calls of the C ABI, and its errors as
 * exceptions. Only they use it, and only it and they use the binding.
 */
package dev.weft.backend.natives;
