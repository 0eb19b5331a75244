/** JSON as model files carry it, read without trust. Depends on nothing. */
package dev.weft.json;
