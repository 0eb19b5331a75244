/**
 * What is done with a model's file: {@code weft evaluate}, {@code show}, {@code serve}, {@code
 * export}, {@code import}.
 */
package dev.weft.app.models;
