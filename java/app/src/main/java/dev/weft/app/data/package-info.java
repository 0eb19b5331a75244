/** {@code weft data}: fetches and checks data sets, and says what is in one. */
package dev.weft.app.data;
