package dev.weft.app.predict;

import dev.weft.datasets.pictures.GreyImage;

/**
 * A picture to be classified.
 *
 * @param name its file, and within a file of many its number from 0
 * @param seen what the network sees
 */
public record Picture(String name, GreyImage seen) {}
