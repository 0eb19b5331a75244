package dev.weft.backend.natives;

import dev.weft.backend.BackendDataset;
import dev.weft.backend.DatasetFit;
import dev.weft.binding.WeftNative;
import dev.weft.data.Dataset;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** A data set in the native library's memory. */
final class NativeDataset implements BackendDataset {
  private final NativeHandle handle;
  private final Dataset data;

  NativeDataset(NativeContext context, Dataset data) {
    this.data = data;
    this.handle =
        new NativeHandle("the data set", create(context, data), WeftNative::weft_dataset_destroy);
  }

  private static long create(NativeContext context, Dataset data) {
    DatasetFit.requireSamples(data);
    int type = data.isUint8() ? WeftNative.WEFT_UINT8 : WeftNative.WEFT_FLOAT32;
    try (Pointer features = features(data);
        IntPointer labels = data.hasLabels() ? new IntPointer(data.labels()) : new IntPointer();
        FloatPointer targets = targets(data);
        LongPointer dataset = new LongPointer(1)) {
      NativeStatus.check(
          context
              .handle()
              .call(
                  owner ->
                      WeftNative.weft_dataset_create(
                          owner,
                          type,
                          features,
                          data.size(),
                          data.features(),
                          labels,
                          data.classNames().size(),
                          targets,
                          data.targetWidth(),
                          dataset)));
      return dataset.get();
    }
  }

  private static Pointer features(Dataset data) {
    long count = (long) data.size() * data.features();
    if (data.isUint8()) {
      BytePointer pixels = new BytePointer(count);
      pixels.asByteBuffer().put(data.pixels());
      return pixels;
    }
    FloatPointer values = new FloatPointer(count);
    values.asBuffer().put(data.values());
    return values;
  }

  private static FloatPointer targets(Dataset data) {
    if (data.targetWidth() == 0) {
      return new FloatPointer();
    }
    FloatPointer targets = new FloatPointer((long) data.size() * data.targetWidth());
    targets.asBuffer().put(data.targets());
    return targets;
  }

  /**
   * A data set as this library's.
   *
   * @throws IllegalArgumentException where it is another's
   */
  static NativeDataset ofThisLibrary(BackendDataset resident) {
    if (resident instanceof NativeDataset dataset) {
      return dataset;
    }
    throw new IllegalArgumentException("the data set belongs to another backend");
  }

  NativeHandle handle() {
    return handle;
  }

  /** The data set on the host. */
  Dataset data() {
    return data;
  }

  @Override
  public int size() {
    handle.requireOpen();
    return data.size();
  }

  @Override
  public void close() {
    handle.close();
  }
}
