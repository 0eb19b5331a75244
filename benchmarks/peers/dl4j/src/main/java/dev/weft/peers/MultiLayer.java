package dev.weft.peers;

import java.util.Arrays;
import java.util.Iterator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A MultiLayerNetwork fed by an ExistingDataSetIterator, which takes batches as they are (a
 * ListDataSetIterator would merge them); rows are pulled when a batch is asked for.
 */
final class MultiLayer implements Contender {
  private final Order order;
  private final INDArray images;
  private final INDArray labels;
  private final INDArray testImages;
  private final int batch;
  private final MultiLayerNetwork network;

  MultiLayer(Data data, INDArray images, INDArray labels, INDArray testImages, int batch) {
    this.order = new Order(data.samples());
    this.images = images;
    this.labels = labels;
    this.testImages = testImages;
    this.batch = batch;
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.001, 0.9, 0.999, 1e-7))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(Data.FEATURES).nOut(32).build())
                .layer(new DenseLayer.Builder().nIn(32).nOut(32).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(32)
                        .nOut(Data.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
  }

  @Override
  public void epoch(int samples) {
    int[] all = order.next();
    Iterator<DataSet> batches =
        new Iterator<>() {
          private int from;

          @Override
          public boolean hasNext() {
            return from < samples;
          }

          @Override
          public DataSet next() {
            int to = Math.min(from + batch, samples);
            int[] rows = Arrays.copyOfRange(all, from, to);
            from = to;
            return new DataSet(Nd4j.pullRows(images, 1, rows), Nd4j.pullRows(labels, 1, rows));
          }
        };
    network.fit(new ExistingDataSetIterator(batches));
  }

  @Override
  public long steps() {
    return network.getIterationCount();
  }

  @Override
  public int[] classes() {
    return network.predict(testImages);
  }

  @Override
  public int classOf(float[] image) {
    return network.predict(Nd4j.createFromArray(image).reshape(1, Data.FEATURES))[0];
  }

  @Override
  public void close() {
    network.close();
  }
}
