/*
 * The C ABI of Weft, and the only header that JavaCPP parses.
 *
 * A context is a place to compute: one CPU thread team, or one CUDA device. A dataset is a table of samples, copied
 * once to where its context computes. A network is parameters, moments and workspace in the same place; it holds one
 * or more replicas, which share an architecture and nothing else.
 *
 * What every call promises:
 * - It returns a status. The message of the last failure is kept per thread: weft_last_error().
 * - No C++ exception leaves it, and nothing that is passed in makes it read or write out of bounds, as long as each
 *   pointer points to the number of elements that the call states.
 * - Handles are numbers, never addresses: one that is 0, already destroyed, of another kind or made up gives
 *   WEFT_INVALID_HANDLE. Destroying a handle that another thread is using is safe; the object goes when that call ends.
 * - Results are written only on WEFT_OK.
 * - Calls may come from any thread; those that compute on one context take turns.
 * - The floating-point mode of the calling thread is the same after the call as before it.
 *
 * Matrices are row after row; kernels are [in, out]. Parameters are one flat array: kernel then bias of each layer,
 * from the input to the output.
 *
 * To extend it, add calls and struct versions; never change the meaning of one that exists. WEFT_ABI_VERSION counts.
 */
#ifndef WEFT_WEFT_H
#define WEFT_WEFT_H

#include <stdint.h>

#ifndef WEFT_API
#define WEFT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define WEFT_ABI_VERSION 5

typedef int32_t weft_status;

#define WEFT_OK 0
/** A value that the call does not take: null, out of range, or not fitting the others. */
#define WEFT_INVALID_ARGUMENT 1
/** A handle that is not one of a living object of the right kind. */
#define WEFT_INVALID_HANDLE 2
#define WEFT_OUT_OF_MEMORY 3
/** Something this machine or this build does not have: a device, an instruction set, OpenBLAS. */
#define WEFT_UNAVAILABLE 4
/** A failure inside the library. */
#define WEFT_INTERNAL 5

/** The message of the calling thread's last failed call, UTF-8; never null, valid until its next failed call. */
WEFT_API const char* weft_last_error(void);

/** The version of the library, such as "0.1.0". */
WEFT_API const char* weft_version(void);

/** WEFT_ABI_VERSION of the library, to be compared with that of the caller's header. */
WEFT_API int32_t weft_abi_version(void);

/* ---- contexts ------------------------------------------------------------------------------------------------ */

typedef uint64_t weft_context;
typedef uint64_t weft_dataset;
typedef uint64_t weft_network;

#define WEFT_BACKEND_CPU 0
#define WEFT_BACKEND_CUDA 1

#define WEFT_ISA_AUTO 0
#define WEFT_ISA_BASELINE 1
#define WEFT_ISA_AVX2 2
#define WEFT_ISA_AVX512 3

/**
 * How a network is trained. AUTO takes the fastest that the network fits; the others force one for all networks of a
 * context, and a network that does not fit it is refused. A CPU backend has GENERAL and FUSED (layers up to 128 wide);
 * a CUDA backend has GENERAL, LATENCY (one launch trains a slice), THROUGHPUT (one block a replica) and GRID (all
 * blocks train one batch).
 */
#define WEFT_PATH_AUTO 0
#define WEFT_PATH_GENERAL 1
#define WEFT_PATH_FUSED 2
#define WEFT_PATH_LATENCY 3
#define WEFT_PATH_THROUGHPUT 4
#define WEFT_PATH_GRID 5

typedef struct weft_context_options {
  int32_t backend;         /* WEFT_BACKEND_... */
  int32_t device;          /* from 0; a CPU backend has only device 0 */
  int32_t threads;         /* CPU threads, 0: one a core that it may use; results do not depend on it */
  int32_t instruction_set; /* WEFT_ISA_..., of a CPU backend; AUTO takes the widest that the machine has */
  int32_t path;            /* WEFT_PATH_..., of the context's networks; AUTO but for tests and measurements */
} weft_context_options;

typedef struct weft_context_info {
  int32_t backend;
  int32_t device;
  int32_t threads;
  int32_t instruction_set;
  char device_name[128]; /* such as the processor's brand */
  char blas_core[64];    /* of a CPU backend: the core that OpenBLAS chose its kernels for */
  /* Of a CPU backend: OpenBLAS's own description of its build. Of a CUDA backend: cuBLAS and its version, or why it
   * does without; empty before a layer was wide enough for it. */
  char blas_config[192];
} weft_context_info;

/** What is known of a GPU without opening it. Readings that cannot be had are -1. */
typedef struct weft_device_info {
  int64_t memory_total;     /* bytes */
  int64_t memory_free;      /* bytes */
  int32_t capability_major; /* compute capability, such as 9.0 */
  int32_t capability_minor;
  int32_t multiprocessors;
  int32_t driver_cuda;    /* the newest CUDA that the driver knows, 1000 major + 10 minor */
  int32_t runtime_cuda;   /* the CUDA that the library was built with */
  int32_t sm_clock;       /* MHz, now */
  int32_t sm_clock_limit; /* MHz */
  int32_t memory_clock;   /* MHz, now */
  int32_t power;          /* milliwatts, now */
  int32_t utilization;    /* percent of the time, of late */
  int32_t temperature;    /* degrees Celsius */
  char name[128];
  char driver[80]; /* the driver's version, such as 580.65.06; empty where it cannot be had */
} weft_device_info;

/**
 * Loads OpenBLAS, which the CPU backend takes its matrix products from. Needed once a process, before the first CPU
 * context; later calls do nothing. Its own threads are switched off before it is loaded: Weft brings its own.
 *
 * @param libraries paths of shared libraries, separated by newlines, in loading order; the last one is OpenBLAS
 */
WEFT_API weft_status weft_load_blas(const char* libraries);

/**
 * Loads the library of the CUDA backend, which comes with this one and must be of the same build. Needed once a
 * process, before the calls that name CUDA; later calls do nothing. Loading it touches no driver.
 *
 * @param library its path
 */
WEFT_API weft_status weft_load_cuda(const char* library);

/**
 * The number of GPUs that the CUDA backend sees: at least 1 where this succeeds. WEFT_UNAVAILABLE, with the reason and
 * the remedy, where there is no driver, one that is too old, or no device.
 */
WEFT_API weft_status weft_cuda_devices(int32_t* devices);

/** Describes a GPU without opening it; WEFT_UNAVAILABLE, with the reason, where it cannot be used. */
WEFT_API weft_status weft_cuda_describe(int32_t device, weft_device_info* info);

/**
 * Which cuBLAS CUDA contexts take that are created later, for the products of wide layers: a library is loaded when the
 * first such network is trained. Without this call it is what the machine has, and none is no error.
 *
 * @param libraries names and paths, separated by newlines: the first one that can be loaded; empty: never any
 * @param required 1: to train a wide network without one is WEFT_UNAVAILABLE; 0: our own kernels do all
 */
WEFT_API weft_status weft_use_cublas(const char* libraries, int32_t required);

/**
 * Which cuBLAS a context would take now, such as "cuBLAS 13.1.0 (libcublas.so.13)", or "no cuBLAS: " and why. Loads it,
 * and opens no device; WEFT_UNAVAILABLE where there is none.
 *
 * @param text result: UTF-8, ended by 0, cut off where size bytes are too few
 */
WEFT_API weft_status weft_describe_cublas(char* text, int32_t size);

WEFT_API weft_status weft_context_create(const weft_context_options* options, weft_context* context);
WEFT_API weft_status weft_context_describe(weft_context context, weft_context_info* info);
/** Datasets and networks of a destroyed context stay valid until they are destroyed themselves. */
WEFT_API weft_status weft_context_destroy(weft_context context);

/* ---- datasets ------------------------------------------------------------------------------------------------ */

#define WEFT_UINT8 0
#define WEFT_FLOAT32 1

/** The most features, units or targets that a row may have. */
#define WEFT_MAX_WIDTH 1048576

/**
 * Copies samples to where the context computes.
 *
 * @param feature_type WEFT_UINT8 (read as value / 255) or WEFT_FLOAT32
 * @param features [samples, width] of that type
 * @param samples 1 to 2^31 - 1
 * @param labels [samples] classes from 0 to classes - 1, or null
 * @param classes the number of classes, at least 2 with labels, else 0
 * @param targets [samples, target_width], or null; not together with labels
 * @param target_width the values of a target row, 0 without targets
 */
WEFT_API weft_status weft_dataset_create(weft_context context, int32_t feature_type, const void* features,
                                         int64_t samples, int32_t width, const int32_t* labels, int32_t classes,
                                         const float* targets, int32_t target_width, weft_dataset* dataset);
WEFT_API weft_status weft_dataset_destroy(weft_dataset dataset);

/* ---- networks ------------------------------------------------------------------------------------------------ */

#define WEFT_LINEAR 0
#define WEFT_RELU 1
#define WEFT_SIGMOID 2
#define WEFT_TANH 3
#define WEFT_GELU 4
/** z where z > 0, else slope z; its parameter is the slope, in [0, 1). */
#define WEFT_LEAKY_RELU 5

#define WEFT_SOFTMAX_CROSS_ENTROPY 0
#define WEFT_SIGMOID_CROSS_ENTROPY 1
#define WEFT_MEAN_SQUARED_ERROR 2

/** The most dense layers of a network. */
#define WEFT_MAX_LAYERS 256

/** The most parameters of a network. */
#define WEFT_MAX_PARAMETERS 1073741824

/** The most replicas of a network. */
#define WEFT_MAX_REPLICAS 65536

typedef struct weft_dense_layer {
  int32_t units;              /* outputs, 1 to WEFT_MAX_WIDTH */
  int32_t activation;         /* WEFT_LINEAR...; the last layer's is WEFT_LINEAR */
  float activation_parameter; /* of an activation that has one, else 0 */
  float input_dropout;        /* the rate dropped of the layer's input while training, in [0, 1) */
  int32_t unscaled_dropout;   /* 0: what is kept is divided by 1 - input_dropout; 1: it stays as it is */
} weft_dense_layer;

/**
 * Makes a network with parameters, moments and step counts of 0.
 *
 * @param inputs features of a sample, 1 to WEFT_MAX_WIDTH
 * @param layers [layer_count], from the input to the output
 * @param loss WEFT_SOFTMAX_CROSS_ENTROPY...; it brings the output function
 * @param seeds [replicas], for dropout masks and shifts
 * @param replicas at least 1
 */
WEFT_API weft_status weft_network_create(weft_context context, int32_t inputs, const weft_dense_layer* layers,
                                         int32_t layer_count, int32_t loss, const uint64_t* seeds, int32_t replicas,
                                         weft_network* network);
WEFT_API weft_status weft_network_destroy(weft_network network);

/** Which path trains a network: one of WEFT_PATH_... but AUTO. */
WEFT_API weft_status weft_network_path(weft_network network, int32_t* path);

#define WEFT_PARAMETERS 0
#define WEFT_FIRST_MOMENTS 1
#define WEFT_SECOND_MOMENTS 2
/**
 * The exponential average of the parameters, which evaluation and prediction take while there is one: from the first
 * update with an average_decay, or from when it is written, until the parameters are written or an update is made
 * without. Read where there is none it is the parameters.
 */
#define WEFT_AVERAGE 3

/** Copies parameters, moments or average of a replica out; count must be the network's number of parameters. */
WEFT_API weft_status weft_network_read(weft_network network, int32_t replica, int32_t state, float* values,
                                       int64_t count);
/** Copies parameters, moments or average of a replica in. */
WEFT_API weft_status weft_network_write(weft_network network, int32_t replica, int32_t state, const float* values,
                                        int64_t count);
/** Whether a replica has an average, which evaluation and prediction take: 1, else 0. */
WEFT_API weft_status weft_network_has_average(weft_network network, int32_t replica, int32_t* has);

/** The most updates that a replica may be said to have had: more than any training makes. */
#define WEFT_MAX_STEP 2251799813685248LL

/** The number of updates that a replica has had, from 0 to WEFT_MAX_STEP where it is set. */
WEFT_API weft_status weft_network_step(weft_network network, int32_t replica, int64_t* step);
WEFT_API weft_status weft_network_set_step(weft_network network, int32_t replica, int64_t step);
/** Gives a replica another seed for masks and shifts: where a training ends, the next may take its place. */
WEFT_API weft_status weft_network_set_seed(weft_network network, int32_t replica, uint64_t seed);

#define WEFT_ADAM 0
/** Adam with decoupled weight decay: before each update kernel *= 1 - learning rate * weight_decay; biases stay. */
#define WEFT_ADAMW 1

/** How parameters follow their gradients. The learning rate stands apart, since each step may have another. */
typedef struct weft_optimizer {
  int32_t kind;        /* WEFT_ADAM... */
  double beta1;        /* decay of the first moments, in [0, 1) */
  double beta2;        /* decay of the second moments, in [0, 1) */
  double epsilon;      /* added to the square root, positive */
  double weight_decay; /* of WEFT_ADAMW, from 0; else 0 */
  double clip_norm;    /* the largest norm over all tensors that gradients are left with; 0 leaves them as they are */
  /*
   * In [0, 1), 0 for no average. After each update average = average_decay average + (1 - average_decay) parameters,
   * of all tensors; the average begins as the parameters before the first of these updates, so nothing corrects it.
   */
  double average_decay;
} weft_optimizer;

/**
 * Moves the images of training batches, of uint8 features, before any dropout. Each row of each step goes by a whole
 * number of pixels of its own, uniform in -pixels to pixels, to the right and as many down; what comes in is 0. With w
 * the words of Philox4x32-10 of the replica's seed and the counter (row of the batch, 0, updates that the replica has
 * had, 5), right = floor(w[0] (2 pixels + 1) / 2^32) - pixels, and down is the same of w[1].
 */
typedef struct weft_shift {
  int32_t pixels; /* below width and height; 0: images stay where they are, and the size is not read */
  int32_t width;  /* of an image: width * height features, row after row */
  int32_t height;
} weft_shift;

/** How one replica is trained in a slice of an epoch. */
typedef struct weft_training_plan {
  /* [samples] sample numbers, in training order; null: the replica rests, and nothing else of the plan is read */
  const int32_t* order;
  const float* learning_rates; /* [steps], steps being samples / batch_size rounded up */
  const float* class_weights;  /* [classes] factors on the loss of each class, or null for 1 */
  /* result [steps], no other plan's: the mean loss of each batch before its update; may be null */
  double* step_losses;
  int64_t correct; /* result: samples classified right before their batch's update, 0 of one that rests */
  weft_optimizer optimizer;
  weft_shift shift;
} weft_training_plan;

/**
 * Trains every replica that does not rest on its samples in its order: for each batch forward, loss, backward and one
 * update. The last batch is trained with the samples that it has. A replica's results do not depend on the others.
 *
 * @param samples the same for all replicas, 0 to 2^31 - 1
 * @param plans [replicas]
 */
WEFT_API weft_status weft_network_train(weft_network network, weft_dataset dataset, int64_t samples, int32_t batch_size,
                                        weft_training_plan* plans, int32_t replicas);

/**
 * Loss and classification counts of the samples first to first + count - 1.
 *
 * @param loss result: the mean loss, without class weights
 * @param correct result: samples classified right, 0 where outputs are not classes
 * @param confusion result [confusion_size]: counts [true class, predicted class]; classes * classes of them, or none
 */
WEFT_API weft_status weft_network_evaluate(weft_network network, int32_t replica, weft_dataset dataset, int64_t first,
                                           int64_t count, double* loss, int64_t* correct, int64_t* confusion,
                                           int64_t confusion_size);

/**
 * Outputs of the samples first to first + count - 1: probabilities where the loss has them, else linear outputs.
 *
 * @param outputs result [count, outputs of the network]; outputs_size is its number of elements
 */
WEFT_API weft_status weft_network_predict(weft_network network, int32_t replica, weft_dataset dataset, int64_t first,
                                          int64_t count, float* outputs, int64_t outputs_size);

/**
 * Outputs of rows that are in no dataset: one image, say. The same results as of a dataset with these float features.
 *
 * @param features [rows, inputs of the network]; features_size is its number of elements
 * @param outputs result [rows, outputs of the network]; outputs_size is its number of elements
 */
WEFT_API weft_status weft_network_predict_rows(weft_network network, int32_t replica, const float* features,
                                               int64_t features_size, float* outputs, int64_t outputs_size);

/* ---- single operations on host arrays, for tests and micro-benchmarks ----------------------------------------- */

/** z = xW + b: x [batch, in], kernel [in, out], bias [out], z [batch, out]. */
WEFT_API weft_status weft_dense_forward(weft_context context, int32_t batch, int32_t in, int32_t out, const float* x,
                                        const float* kernel, const float* bias, float* z);
/** The gradients of weft_dense_forward; dx may be null. */
WEFT_API weft_status weft_dense_backward(weft_context context, int32_t batch, int32_t in, int32_t out, const float* x,
                                         const float* kernel, const float* dz, float* dx, float* dkernel, float* dbias);
/** y = activation(z); parameter is that of an activation that has one, else 0. */
WEFT_API weft_status weft_activation_forward(weft_context context, int32_t activation, float parameter, int64_t count,
                                             const float* z, float* y);
/** dz = dy activation'(z), with y = activation(z). */
WEFT_API weft_status weft_activation_backward(weft_context context, int32_t activation, float parameter, int64_t count,
                                              const float* z, const float* y, const float* dy, float* dz);
/** y = x mask / (1 - rate), the mask being that of (seed, layer, step); its own backward pass. */
WEFT_API weft_status weft_dropout(weft_context context, float rate, uint64_t seed, uint32_t layer, uint32_t step,
                                  int64_t count, const float* x, float* y);
/**
 * A loss with its output function: WEFT_SOFTMAX_CROSS_ENTROPY... Outputs (null for the squared error) and dlogits are
 * results [batch, width]; targets are [batch, width], weights [batch]; loss is the batch's mean.
 */
WEFT_API weft_status weft_loss(weft_context context, int32_t loss_kind, int32_t batch, int32_t width,
                               const float* logits, const float* targets, const float* weights, float* outputs,
                               float* dlogits, double* loss);
/**
 * One update of a kernel's parameters in place, with gradients as they are and without an average: clip_norm and
 * average_decay are for those of a whole network. step is the number of the update, from 1.
 */
WEFT_API weft_status weft_optimizer_update(weft_context context, const weft_optimizer* optimizer, float learning_rate,
                                           int64_t step, int64_t count, const float* gradients, float* parameters,
                                           float* first_moments, float* second_moments);

#ifdef __cplusplus
}
#endif

#endif
