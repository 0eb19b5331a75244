/** {@code weft bench}: how fast the reference network trains here. */
package dev.weft.app.bench;
