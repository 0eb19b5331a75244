/**
 * Model files: safetensors with metadata that say where the weights come from. Files are not
 * trusted: what they claim is checked before it is believed. No backend is known here.
 */
package dev.weft.model;
