/** Safetensors with the names and orientation of Keras and of PyTorch. */
package dev.weft.interchange.tensors;
