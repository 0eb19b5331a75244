package dev.weft.datasets.fashion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FashionMnistTest {
  @Test
  void clothingIsWhatTheStudyCallsSo() {
    List<String> clothing =
        FashionMnist.CLASS_NAMES.stream()
            .filter(
                name -> FashionMnist.CLOTHING.group(FashionMnist.CLASS_NAMES.indexOf(name)) == 1)
            .toList();
    assertEquals(List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Shirt"), clothing);
    assertEquals(List.of("footwear and bags", "clothing"), FashionMnist.CLOTHING.groupNames());
  }
}
