package dev.weft.app;

import dev.weft.app.console.Console;
import dev.weft.app.options.FashionOptions;
import dev.weft.app.options.OutputOptions;
import dev.weft.app.session.Reporting;
import dev.weft.app.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what there is on this machine. */
@Command(
    name = "info",
    header = "Show versions, backends and where the data lies.",
    abbreviateSynopsis = true,
    description = {
      "",
      "Shows versions, the platform, each backend or the reason why it cannot be had, and where the"
          + " data lies. Fetches and reads nothing.",
      ""
    },
    footer = {"", "Examples:", "  weft info", "  weft info --json"})
final class InfoCommand implements Callable<Integer> {
  @Mixin private FashionOptions data;
  @Mixin private OutputOptions output;

  private final Session session;

  InfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Console console = session.console(output);
    InfoReport report = InfoReport.gather(data.location().withoutNetwork());
    return Reporting.end(console, report, report.lines());
  }
}
