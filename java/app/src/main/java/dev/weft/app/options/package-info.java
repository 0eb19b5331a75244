/** Options that commands share, and the values that option texts stand for. */
package dev.weft.app.options;
