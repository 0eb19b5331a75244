"""scikit-learn: MLPClassifier, one partial_fit an epoch (fit would start Adam anew each time)."""

import os

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier

import harness

CLASSES = numpy.arange(10)


class Mlp:
    def __init__(self, data, batch):
        self.data = data
        self.network = MLPClassifier(
            (32, 32), alpha=0, batch_size=batch, learning_rate_init=1e-3, epsilon=1e-7, random_state=1
        )

    def epoch(self, samples):
        """One call is one pass over shuffled batches, the partial one included."""
        self.network.partial_fit(self.data.images[:samples], self.data.labels[:samples], CLASSES)

    def steps(self):
        return self.network._optimizer.t

    def classes(self):
        return self.network.predict(self.data.test_images)

    def class_of(self, image):
        return int(self.network.predict(image.reshape(1, -1))[0])


def main():
    data = harness.Data(harness.options()["data"])
    facts = {
        "scikit-learn": sklearn.__version__,
        "NumPy": numpy.__version__,
        "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", ""),
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", ""),
    }
    harness.run(data, facts, lambda batch: Mlp(data, batch))


main()
