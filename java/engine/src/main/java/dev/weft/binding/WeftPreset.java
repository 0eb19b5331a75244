package dev.weft.binding;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP how to bind {@code native/include/weft/weft.h}: the class {@code WeftNative} is
 * generated from it, with the calls as static methods and the structs as nested classes.
 *
 * <p>OpenBLAS is neither linked nor preloaded here. The native library loads it itself, when the
 * CPU backend is first used, from the files that {@link OpenBlasLibraries} takes out of the
 * preset's jar.
 */
@Properties(
    value = @Platform(include = "weft/weft.h", link = "weft"),
    global = "dev.weft.binding.WeftNative")
public class WeftPreset implements InfoMapper {
  @Override
  public void map(InfoMap infoMap) {
    infoMap.put(new Info("WEFT_API").cppTypes().annotations());
  }
}
