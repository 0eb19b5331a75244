/** Classifying pictures: finding them, asking a network about them, and showing what it says. */
package dev.weft.app.predict;
