package dev.weft.interchange.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.interchange.DenseTensors;
import dev.weft.interchange.ForeignTensor;
import dev.weft.interchange.Note;
import dev.weft.nn.Activation;
import dev.weft.nn.Architecture;
import dev.weft.nn.Loss;
import dev.weft.train.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasConfigTest {
  private static final String HIDDEN = layer("Dense", "h", "'units':4,'activation':'relu'");
  private static final String OUTPUT = layer("Dense", "o", "'units':3,'activation':'softmax'");

  private static String layer(String type, String name, String config) {
    return "{'class_name':'"
        + type
        + "','config':{'name':'"
        + name
        + "'"
        + (config.isEmpty() ? "" : "," + config)
        + "}}";
  }

  private static String sequential(String... layers) {
    return "{'class_name':'Sequential','config':{'layers':[" + String.join(",", layers) + "]}}";
  }

  /** Weights of a network with these widths. */
  private static List<DenseTensors> weights(int... widths) {
    List<DenseTensors> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(
          new DenseTensors(
              "d" + i,
              tensor((long) widths[i - 1], (long) widths[i]),
              Optional.of(tensor((long) widths[i])),
              false));
    }
    return layers;
  }

  private static ForeignTensor tensor(Long... shape) {
    return new ForeignTensor(
        "t",
        List.of(shape),
        () -> {
          throw new AssertionError("values are not needed");
        });
  }

  private static Architecture read(String json, String loss, List<Note> notes) {
    KerasNetwork network =
        KerasConfig.read(
            KerasJson.read("config", json.replace('\'', '"')),
            KerasLoss.of(KerasJson.read("loss", loss.replace('\'', '"'))),
            notes);
    return network.architecture(weights(6, 4, 3), notes);
  }

  private static Architecture read(String json) {
    return read(json, "null", new ArrayList<>());
  }

  private static final Architecture EXPECTED =
      Architecture.inputs(6).dense(4, Activation.RELU).output(3, Loss.SOFTMAX_CROSS_ENTROPY);

  @Test
  void aSequentialModelBecomesAnArchitecture() {
    assertEquals(EXPECTED, read(sequential(HIDDEN, OUTPUT)));
    assertEquals(
        EXPECTED, read("{'class_name':'Sequential','config':[" + HIDDEN + "," + OUTPUT + "]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'leaky_relu'; 0.2",
        "{'class_name':'function','config':'leaky_relu'}; 0.2",
        "{'class_name':'LeakyReLU','config':{'negative_slope':0.05}}; 0.05",
        "{'class_name':'LeakyReLU','config':{'alpha':0.5}}; 0.5",
        "{'class_name':'LeakyReLU','config':{}}; 0.3"
      })
  void leakyReluComesWithItsSlope(String activation, float slope) {
    Activation expected = new Activation.LeakyRelu(slope);
    String dense = layer("Dense", "h", "'units':4,'activation':" + activation);
    assertEquals(expected, read(sequential(dense, OUTPUT)).denseLayers().get(0).activation());
    if (activation.contains("LeakyReLU")) {
      String config = activation.substring(activation.lastIndexOf('{') + 1).replace("}", "");
      String own = layer("LeakyReLU", "l", config);
      String linear = layer("Dense", "h", "'units':4");
      assertEquals(
          expected, read(sequential(linear, own, OUTPUT)).denseLayers().get(0).activation());
    }
  }

  @Test
  void activationsInLayersOfTheirOwnBelongToTheLayerBefore() {
    assertEquals(
        EXPECTED,
        read(
            sequential(
                layer("InputLayer", "i", "'batch_shape':[null,2,3]"),
                layer("Flatten", "f", ""),
                layer("Dense", "h", "'units':4,'activation':'linear'"),
                layer("ReLU", "r", "'max_value':null,'negative_slope':0.0,'threshold':0.0"),
                layer("Dense", "o", "'units':3"),
                layer("Softmax", "s", "'axis':-1"))));
    String serialised = "{'module':'builtins','class_name':'function','config':'relu'}";
    assertEquals(
        EXPECTED,
        read(
            sequential(
                layer("Dense", "h", "'units':4"),
                layer("Activation", "a", "'activation':" + serialised),
                OUTPUT)));
  }

  @Test
  void scalingByPixelsIsWeftsOwn() {
    List<Note> notes = new ArrayList<>();
    String rescaling = layer("Rescaling", "r", "'scale':0.00392156862745098,'offset':0.0");
    assertEquals(EXPECTED, read(sequential(rescaling, HIDDEN, OUTPUT), "null", notes));
    assertTrue(notes.get(0).text().contains("Rescaling by 1/255"), notes.toString());
    assertRefused("a Rescaling by 0.5", layer("Rescaling", "r", "'scale':0.5,'offset':0"));
    assertRefused(
        "a Rescaling", layer("Rescaling", "r", "'scale':0.00392156862745098,'offset':-1"));
  }

  private static void assertRefused(String reason, String layer) {
    assertMessage(reason, sequential(layer, HIDDEN, OUTPUT));
  }

  private static void assertMessage(String reason, String json) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(json));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void otherLayersAreNamed() {
    assertRefused("'c' is not supported: it is a Conv2D", layer("Conv2D", "c", "'filters':3"));
    assertRefused("it is a BatchNormalization", layer("BatchNormalization", "b", ""));
    assertRefused("it is a Lambda", layer("Lambda", "l", "'function':'4wEAAAA='"));
    assertRefused("it is a Sequential", layer("Sequential", "inner", "'layers':[]"));
    assertRefused("lora_rank 4", layer("Dense", "d", "'units':6,'lora_rank':4"));
    assertRefused("quantization_mode", layer("Dense", "d", "'units':6,'quantization_mode':'int8'"));
    assertRefused("a Dropout with rate 1.5", layer("Dropout", "d", "'rate':1.5"));
    assertRefused("noise [null,1]", layer("Dropout", "d", "'rate':0.5,'noise_shape':[null,1]"));
    assertRefused("of no linear dense layer", layer("Activation", "a", "'activation':'relu'"));
    assertRefused(
        "Dense of the last of several", layer("InputLayer", "i", "'batch_shape':[null,2,3]"));
    assertRefused("its input has the shape", layer("InputLayer", "i", "'batch_shape':[null,null]"));
    assertRefused(
        "its input has the shape", layer("InputLayer", "i", "'batch_shape':[1,99999999]"));
    assertRefused(
        "a class of one's own, mine>Dense",
        "{'class_name':'Dense','registered_name':'mine>Dense','config':{'name':'d','units':4}}");
    assertMessage(
        "the activation elu of layer 'h'",
        sequential(layer("Dense", "h", "'units':4,'activation':'elu'"), OUTPUT));
    assertMessage(
        "with the activation {}",
        sequential(layer("Dense", "h", "'units':4,'activation':{}"), OUTPUT));
    assertMessage(
        "the activation relu of the last layer 'o'",
        sequential(HIDDEN, layer("Dense", "o", "'units':3,'activation':'relu'")));
    assertMessage(
        "Dense of the last of several",
        "{'class_name':'Sequential','build_config':{'input_shape':[null,2,6]},'config':{'layers':["
            + HIDDEN
            + "]}}");
    assertMessage("1 dense layers, its weights are of 2", sequential(OUTPUT));
    assertMessage("no dense layer", sequential());
    assertMessage("'Thing', expected Sequential", "{'class_name':'Thing','config':{'layers':[]}}");
    assertMessage(
        "a bias by its configuration",
        sequential(layer("Dense", "h", "'units':4,'activation':'relu','use_bias':false"), OUTPUT));
    assertMessage("units, not 0", sequential(layer("Dense", "h", "'activation':'relu'"), OUTPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "softmax; 'sparse_categorical_crossentropy'; categorical_crossentropy; 0",
        "softmax; {'class_name':'CategoricalCrossentropy','config':{'from_logits':false}};"
            + " categorical_crossentropy; 0",
        "softmax; 'mse'; categorical_crossentropy; 1",
        "sigmoid; ['binary_crossentropy']; binary_crossentropy; 1",
        "sigmoid; 'mse'; binary_crossentropy; 2",
        "linear; {'class_name':'SparseCategoricalCrossentropy','config':{'from_logits':true}};"
            + " categorical_crossentropy; 0",
        "linear; {'class_name':'BinaryCrossentropy','config':{'from_logits':true}};"
            + " binary_crossentropy; 0",
        "linear; {'o':'mean_squared_error'}; mean_squared_error; 0",
        "linear; null; mean_squared_error; 1",
        "linear; 'huber'; mean_squared_error; 1"
      })
  void theLastActivationAndTheLossMakeTheLoss(
      String activation, String loss, Loss expected, int notes) {
    List<Note> said = new ArrayList<>();
    String output = layer("Dense", "o", "'units':3,'activation':'" + activation + "'");
    assertEquals(expected, read(sequential(HIDDEN, output), loss, said).loss());
    assertEquals(notes, said.size(), said.toString());
  }

  /** What the last layer computes, what it was compiled with, and what somebody says it is for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "linear; null; categorical_crossentropy; 0",
        "linear; 'mse'; categorical_crossentropy; 1",
        "linear; null; mean_squared_error; 0",
        "sigmoid; 'mse'; categorical_crossentropy; 2",
        "sigmoid; null; binary_crossentropy; 0",
        "softmax; null; categorical_crossentropy; 0"
      })
  void somebodyMaySayWhatTheOutputsAreFor(String activation, String loss, Loss wanted, int notes) {
    List<Note> said = new ArrayList<>();
    assertEquals(wanted, wanted(activation, loss, wanted, said).loss());
    assertEquals(notes, said.size(), said.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "softmax; null; binary_crossentropy; softmax",
        "softmax; null; mean_squared_error; softmax",
        "sigmoid; null; mean_squared_error; sigmoid",
        "linear; {'class_name':'BinaryCrossentropy','config':{'from_logits':true}};"
            + " mean_squared_error; logits of BinaryCrossentropy"
      })
  void butNotWhatTheyAreNot(String activation, String loss, Loss wanted, String are) {
    SpecException e =
        assertThrows(
            SpecException.class, () -> wanted(activation, loss, wanted, new ArrayList<>()));
    assertTrue(e.getMessage().contains("last layer 'o' are " + are), e.getMessage());
  }

  private static Architecture wanted(
      String activation, String loss, Loss wanted, List<Note> notes) {
    String output = layer("Dense", "o", "'units':3,'activation':'" + activation + "'");
    KerasLoss compiled = KerasLoss.of(KerasJson.read("loss", loss.replace('\'', '"')));
    return KerasConfig.read(
            KerasJson.read("config", sequential(HIDDEN, output).replace('\'', '"')),
            compiled.wanted(Optional.of(wanted)),
            notes)
        .architecture(weights(6, 4, 3), notes);
  }

  private static String node(String layer, String inbound) {
    return layer.substring(0, layer.length() - 1) + ",'inbound_nodes':" + inbound + "}";
  }

  private static String functional(String second, String outputs) {
    String input = node(layer("InputLayer", "i", "'batch_shape':[null,6]"), "[]");
    String history = "{'class_name':'__keras_tensor__','config':{'keras_history':['i',0,0]}}";
    return "{'class_name':'Functional','config':{'layers':["
        + String.join(
            ",",
            input,
            node(HIDDEN, "[{'args':[" + history + "],'kwargs':{}}]"),
            node(OUTPUT, second))
        + "],'input_layers':[['i',0,0]],'output_layers':"
        + outputs
        + "}}";
  }

  @Test
  void aFunctionalModelIsReadWhereItIsAChain() {
    assertEquals(EXPECTED, read(functional("[[['h',0,0,{}]]]", "[['o',0,0]]")));
    assertEquals(EXPECTED, read(functional("[[['h',0,0,{}]]]", "['o',0,0]")));
    assertMessage(
        "layer 'o' takes [i, h], expected [h]",
        functional("[[['i',0,0,{}],['h',0,0,{}]]]", "[['o',0,0]]"));
    assertMessage("layer 'o' takes [i]", functional("[[['i',0,0,{}]]]", "[['o',0,0]]"));
    assertMessage(
        "its outputs are [h, o]", functional("[[['h',0,0,{}]]]", "[['h',0,0],['o',0,0]]"));
  }

  @Test
  void trainingOnlySettingsAreLeftOutAndSaidSo() {
    List<Note> notes = new ArrayList<>();
    String hidden =
        layer(
            "Dense", "h", "'units':4,'activation':'relu','kernel_regularizer':{'class_name':'L2'}");
    read(sequential(hidden, OUTPUT), "null", notes);
    assertEquals(List.of(Note.of("of training alone and left out: kernel_regularizer")), notes);
  }

  @Test
  void jsonIsReadStrictly() {
    assertThrows(IllegalArgumentException.class, () -> KerasJson.read("c", "{\"a\":1,\"a\":2}"));
    assertThrows(IllegalArgumentException.class, () -> KerasJson.read("c", "{"));
    assertThrows(IllegalArgumentException.class, () -> KerasJson.read("c", "[".repeat(100_000)));
  }
}
