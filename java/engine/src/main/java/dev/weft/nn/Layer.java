package dev.weft.nn;

/** One layer of a network: {@link Dense}, or {@link Dropout} between two of them. */
public sealed interface Layer permits Dense, Dropout {}
