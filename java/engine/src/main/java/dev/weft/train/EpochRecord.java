package dev.weft.train;

/**
 * What one complete epoch gave.
 *
 * @param epoch its number, from 1
 * @param loss the mean training loss, each sample's taken before its batch's update, with class
 *     weights and dropout where there are any
 * @param accuracy the fraction of training samples classified right before their batch's update;
 *     NaN where outputs are not classes
 * @param valLoss the mean loss of the validation samples after the epoch, without class weights;
 *     NaN where there are none
 * @param valAccuracy their accuracy; NaN where there are none or outputs are not classes
 * @param learningRate of the epoch's last step
 * @param seconds training time, without validation and without the time spent in listeners
 * @param validationSeconds validation time, 0 where there is none
 */
public record EpochRecord(
    int epoch,
    double loss,
    double accuracy,
    double valLoss,
    double valAccuracy,
    float learningRate,
    double seconds,
    double validationSeconds) {

  /** The names of the columns of {@link #toCsv}. */
  static final String CSV_HEADER =
      "epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds";

  /** One line of a history's CSV table, without a line end; NaN is an empty field. */
  String toCsv() {
    return String.join(
        ",",
        Integer.toString(epoch),
        field(loss),
        field(accuracy),
        field(valLoss),
        field(valAccuracy),
        Float.toString(learningRate),
        field(seconds));
  }

  private static String field(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
