/**
 * {@code weft predict}: pictures are found, a network is asked about them, and what it says is
 * shown.
 */
package dev.weft.app.predict;
