package dev.weft.backend;

import java.util.BitSet;
import java.util.List;

/**
 * A slice and the network of a {@link BackendGroup} that it trains.
 *
 * @param place of the network in its group, from 0
 * @param slice its own order, learning rates, optimizer and class weights
 */
public record PlacedSlice(int place, TrainingSlice slice) {
  /**
   * Requires that slices can be trained at once: each in a place of its own that has a network, all
   * with as many samples and the same batch size.
   *
   * @param networks of the group by place, null where none was begun
   * @throws IllegalArgumentException where they cannot
   */
  public static void requireTogether(List<PlacedSlice> slices, BackendNetwork[] networks) {
    int places = networks.length;
    BitSet taken = new BitSet(places);
    for (PlacedSlice placed : slices) {
      if (placed.place < 0 || placed.place >= places) {
        throw new IllegalArgumentException(
            "the group has the places 0 to " + (places - 1) + ", not " + placed.place);
      }
      if (networks[placed.place] == null) {
        throw new IllegalArgumentException("no network was begun in place " + placed.place);
      }
      if (taken.get(placed.place)) {
        throw new IllegalArgumentException("there are two slices for place " + placed.place);
      }
      taken.set(placed.place);
      if (!slices.get(0).slice.hasShapeOf(placed.slice)) {
        throw new IllegalArgumentException(
            "slices that are trained at once have as many samples and the same batch size");
      }
    }
  }
}
