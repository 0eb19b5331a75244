/** HDF5 files of which nothing is believed: no link is followed, no size taken on trust. */
package dev.weft.interchange.hdf5;
