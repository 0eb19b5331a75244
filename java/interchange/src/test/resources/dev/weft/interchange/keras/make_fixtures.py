#!/usr/bin/env python3
"""Writes the Keras files of these tests, with h5py and without Keras: run it in this folder.

The layouts are those of keras/src/saving/saving_lib.py (Keras 3: a group for each layer by its class, its variables
numbered in a group vars), of the same file in Keras 2.13 (_layer_checkpoint_dependencies) and of
keras/src/legacy/saving/legacy_h5_format.py (Keras 2: weight_names and layer_names as attributes). The network is
6 - 5 relu - dropout 0.25 - 4 gelu - 3 softmax; element k of tensor t is ((7 k + 3 + t) mod 31 - 15) / 16.
"""
import io
import json
import zipfile

import h5py
import numpy as np

WIDTHS = [6, 5, 4, 3]
ACTIVATIONS = ["relu", "gelu", "softmax"]


def tensor(t, shape, dtype="float32"):
    k = np.arange(int(np.prod(shape)))
    return (((7 * k + 3 + t) % 31 - 15) / 16).reshape(shape).astype(dtype)


def dense(i, dtype="float32"):
    return tensor(2 * i, (WIDTHS[i], WIDTHS[i + 1]), dtype), tensor(2 * i + 1, (WIDTHS[i + 1],), dtype)


def numbered(name, i):
    return name if i == 0 else f"{name}_{i}"


def variables(file, path, values):
    group = file.create_group(path + "/vars")
    for i, value in enumerate(values):
        group[str(i)] = value


def keras3(file, container="layers", dtype="float32", optimizer=True):
    if container.endswith("\\"):
        # Windows: what joins the container and the layer is no slash, and there are no groups in groups.
        for i in range(3):
            group = file.create_group(container + numbered("dense", i)).create_group("vars")
            for part, value in zip("01", dense(i)):
                group[part] = value
        file.create_group("vars")
        return
    for name in ["input_layer", "flatten"]:
        variables(file, f"{container}/{name}", [])
    for i in range(3):
        variables(file, f"{container}/{numbered('dense', i)}", dense(i, dtype))
    variables(file, f"{container}/dropout", [])
    if container == "layers":
        variables(file, f"{container}/dropout/seed_generator", [np.array([0, 7], dtype="uint32")])
    if optimizer:
        variables(file, "optimizer", [np.int64(3), np.float32(0.001)])
        variables(file, "_loss_tracker", [np.float32(0.5), np.float32(100)])
    if container != "layers":
        variables(file, "metrics/mean", [np.float32(0.5), np.float32(100)])
    file.create_group("vars")


def config3(layers):
    return {"module": "keras", "class_name": "Sequential", "registered_name": None,
            "config": {"name": "sequential", "trainable": True,
                       "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
                                 "registered_name": None},
                       "layers": layers, "build_input_shape": [None, 2, 3]},
            "build_config": {"input_shape": [None, 2, 3]},
            "compile_config": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy", "loss_weights": None,
                               "metrics": ["accuracy"], "weighted_metrics": None, "run_eagerly": False,
                               "steps_per_execution": 1, "jit_compile": True}}


def layer3(kind, name, **config):
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    return {"module": "keras.layers", "class_name": kind, "registered_name": None,
            "config": {"name": name, "trainable": True, "dtype": policy, **config}}


def layers3():
    layers = [{"module": "keras.layers", "class_name": "InputLayer", "registered_name": None,
               "config": {"batch_shape": [None, 2, 3], "dtype": "float32", "sparse": False, "name": "input_layer"}},
              layer3("Flatten", "flatten", data_format="channels_last")]
    for i in range(3):
        initializer = {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None},
                       "registered_name": None}
        layers.append(layer3("Dense", numbered("dense", i), units=WIDTHS[i + 1], activation=ACTIVATIONS[i],
                             use_bias=True, kernel_initializer=initializer, bias_initializer=None,
                             kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                             bias_constraint=None))
        if i == 0:
            layers.append(layer3("Dropout", "dropout", rate=0.25, seed=None, noise_shape=None))
    return layers


def archive(path, config, write):
    weights = io.BytesIO()
    with h5py.File(weights, "w") as file:
        write(file)
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in [("metadata.json", json.dumps({"keras_version": "3.3.3", "date_saved": "2024-05-01@10:00:00"})),
                              ("config.json", json.dumps(config)), ("model.weights.h5", weights.getvalue())]:
            entry = zipfile.ZipInfo(name, date_time=(2024, 5, 1, 10, 0, 0))
            zipped.writestr(entry, content)


def legacy(group):
    names = ["flatten", "dense", "dropout", "dense_1", "dense_2"]
    group.attrs["layer_names"] = [name.encode() for name in names]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.8.0"
    for name in sorted(names):
        layer = group.create_group(name)
        if name.startswith("dense"):
            i = int(name[6:] or 0)
            layer.attrs["weight_names"] = [f"{name}/kernel:0".encode(), f"{name}/bias:0".encode()]
            for part, value in zip(["kernel:0", "bias:0"], dense(i)):
                layer.create_dataset(f"{name}/{part}", value.shape, dtype=value.dtype)[:] = value
        else:
            layer.attrs["weight_names"] = []
    group.create_group("top_level_model_weights").attrs["weight_names"] = []


def config2():
    layers = [{"class_name": "InputLayer", "config": {"batch_input_shape": [None, 2, 3], "dtype": "float32",
                                                      "sparse": False, "ragged": False, "name": "flatten_input"}},
              {"class_name": "Flatten", "config": {"name": "flatten", "trainable": True, "dtype": "float32",
                                                   "batch_input_shape": [None, 2, 3], "data_format": "channels_last"}}]
    for i in range(3):
        layers.append({"class_name": "Dense", "config": {
            "name": numbered("dense", i), "trainable": True, "dtype": "float32", "units": WIDTHS[i + 1],
            "activation": ACTIVATIONS[i], "use_bias": True,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
            "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
            "bias_constraint": None}})
        if i == 0:
            layers.append({"class_name": "Dropout", "config": {"name": "dropout", "trainable": True,
                                                               "dtype": "float32", "rate": 0.25, "noise_shape": None,
                                                               "seed": None}})
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}


def legacy1(group):
    group.attrs["layer_names"] = [f"dense_{i + 1}".encode() for i in range(3)] + [b"dropout_1"]
    group.create_group("dropout_1").attrs["weight_names"] = []
    for i in range(3):
        name = f"dense_{i + 1}"
        layer = group.create_group(name)
        # The backend counts on where a name is taken already.
        names = [f"{name}_W{'_1' if i == 2 else ''}:0", f"{name}_b:0"]
        layer.attrs["weight_names"] = [n.encode() for n in names]
        for part, value in zip(names, dense(i)):
            layer[part] = value


def config1():
    layers = [{"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": True,
                                                   "batch_input_shape": [None, 2, 3], "input_dtype": "float32"}}]
    for i in range(3):
        layers.append({"class_name": "Dense", "config": {
            "name": f"dense_{i + 1}", "trainable": True, "output_dim": WIDTHS[i + 1], "init": "glorot_uniform",
            "activation": ACTIVATIONS[i], "bias": True, "W_regularizer": None, "b_regularizer": None,
            "activity_regularizer": None, "W_constraint": None, "b_constraint": None,
            "input_dim": None}})
        if i == 0:
            layers.append({"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": True, "p": 0.25}})
    return {"class_name": "Sequential", "config": layers}


def bfloat16(values):
    # The upper halves; all of the network's values have no more bits.
    return (values.view("uint32") >> 16).astype("uint16").view("V2")


def main():
    with h5py.File("keras3.weights.h5", "w") as file:
        keras3(file)
    with h5py.File("keras2.13.weights.h5", "w") as file:
        keras3(file, container="_layer_checkpoint_dependencies", optimizer=False)
    archive("keras3.keras", config3(layers3()), keras3)
    with h5py.File("keras2-weights.h5", "w") as file:
        legacy(file)
    with h5py.File("keras2-model.h5", "w") as file:
        file.attrs["backend"] = "tensorflow"
        file.attrs["keras_version"] = "2.8.0"
        file.attrs["model_config"] = json.dumps(config2())
        file.attrs["training_config"] = json.dumps({
            "loss": {"class_name": "SparseCategoricalCrossentropy",
                     "config": {"reduction": "auto", "name": "sparse_categorical_crossentropy", "from_logits": False}},
            "metrics": [["accuracy"]], "weighted_metrics": None, "loss_weights": None,
            "optimizer_config": {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 0.001}}})
        legacy(file.create_group("model_weights"))
        optimizer = file.create_group("optimizer_weights")
        optimizer.attrs["weight_names"] = [b"Adam/iter:0"]
        optimizer.create_dataset("Adam/iter:0", data=np.int64(3))
    for version, container in [("2.13", "_layer_checkpoint_dependencies\\"), ("2.15", "layers\\")]:
        with h5py.File(f"keras{version}-windows.weights.h5", "w") as file:
            keras3(file, container=container)
    with h5py.File("keras1-model.h5", "w") as file:
        file.attrs["keras_version"] = "1.2.2"
        file.attrs["model_config"] = json.dumps(config1())
        file.attrs["training_config"] = json.dumps({"loss": "categorical_crossentropy", "metrics": ["accuracy"]})
        legacy1(file.create_group("model_weights"))
    with h5py.File("bfloat16.weights.h5", "w") as file:
        for i in range(3):
            variables(file, f"layers/{numbered('dense', i)}", [bfloat16(value) for value in dense(i)])
            for part in "01":
                file[f"layers/{numbered('dense', i)}/vars/{part}"].attrs["dtype"] = "bfloat16"
    with h5py.File("nan.weights.h5", "w") as file:
        keras3(file, optimizer=False)
        file["layers/dense_1/vars/0"][2, 3] = np.nan
        file["layers/dense_1/vars/0"][4, 0] = np.inf
    with h5py.File("half.weights.h5", "w") as file:
        keras3(file, dtype="float16", optimizer=False)
    with h5py.File("double.weights.h5", "w") as file:
        keras3(file, dtype="float64", optimizer=False)
        file["layers/dense/vars/1"][0] = 0.1
    with h5py.File("convolution.weights.h5", "w") as file:
        variables(file, "layers/conv2d", [tensor(0, (2, 2, 1, 2)), tensor(1, (2,))])
        variables(file, "layers/dense", [tensor(0, (8, 3)), tensor(1, (3,))])
    with h5py.File("normalization.weights.h5", "w") as file:
        variables(file, "layers/dense", [tensor(0, (2, 3)), tensor(1, (3,))])
        variables(file, "layers/batch_normalization", [tensor(t, (3,)) for t in range(4)])
    with h5py.File("compressed.weights.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", data=np.zeros((512, 512), dtype="float32"), compression="gzip")
    with h5py.File("links.weights.h5", "w") as file:
        variables(file, "layers/dense", [tensor(0, (2, 3))])
        file["layers/dense/vars/1"] = h5py.ExternalLink("/etc/passwd", "/bias")
    with h5py.File("soft-link.weights.h5", "w") as file:
        variables(file, "layers/dense", [tensor(0, (2, 3))])
        file["layers/dense/vars/1"] = h5py.SoftLink("/layers/dense/vars/0")
    with h5py.File("cycle.weights.h5", "w") as file:
        group = file.create_group("layers/dense")
        group["vars"] = group
    with h5py.File("external-data.weights.h5", "w") as file:
        file.create_dataset("layers/dense/vars/0", (2, 3), dtype="float32", external=[("/etc/passwd", 0, 24)])
    with h5py.File("virtual.weights.h5", "w", libver="latest") as file:
        layout = h5py.VirtualLayout(shape=(2, 3), dtype="float32")
        layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(2, 3))
        file.create_virtual_dataset("layers/dense/vars/0", layout)
    with h5py.File("huge.weights.h5", "w") as file:
        # Claims 4 TiB that were never written.
        file.create_dataset("layers/dense/vars/0", (1 << 20, 1 << 20), dtype="float32")
    with h5py.File("other.h5", "w") as file:
        file["temperature"] = np.arange(3.0)


if __name__ == "__main__":
    main()
