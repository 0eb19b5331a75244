package dev.weft.report;

import dev.weft.metrics.Evaluation;
import dev.weft.metrics.Predictions;
import dev.weft.report.pictures.Pictures;
import dev.weft.runs.RunFolder;
import dev.weft.train.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The pictures of one run, collected and then drawn on several threads, since there are many. */
public final class RunPictures {
  private static final int MOST_THREADS = 4;

  /** A picture by class of more classes would not fit into memory, or on any page. */
  private static final int MOST_CLASSES = 50;

  /** Something that draws. */
  private interface Task {
    void run() throws Pictures.Unavailable;
  }

  private final RunFolder folder;
  private final String mark;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, History> histories = new LinkedHashMap<>();

  /**
   * Pictures in a folder.
   *
   * @param synthetic whether every title is to say that the data was
   */
  public RunPictures(RunFolder folder, boolean synthetic) {
    this.folder = folder;
    this.mark = synthetic ? "SYNTHETIC data, " : "";
  }

  /** The training of a model. */
  public void training(String model, History history) {
    histories.put(model, history);
    add("training-" + model, name -> Pictures.trainingCurves(name, mark + model, history));
  }

  /** The confusion matrix of a model with its last weights. */
  public void confusion(String model, Evaluation test) {
    confusion(model, model + ", test set, last weights", test);
  }

  /** The same with the weights of the lowest val_loss. */
  public void bestConfusion(String model, Evaluation test) {
    confusion(RunFolder.best(model), model + ", test set, best val_loss", test);
  }

  private void confusion(String file, String title, Evaluation test) {
    add(
        RunFolder.confusionName(file),
        name -> Pictures.confusion(name, mark + title, test.confusion()));
  }

  /** What the answers of a model are worth. */
  public void answers(String model, Evaluation test, Predictions answers) {
    String title = mark + model;
    add("curves-" + model, name -> Pictures.curves(name, title, answers));
    if (fewClasses(test)) {
      add("scores-" + model, name -> Pictures.scores(name, title, test));
    }
    add("calibration-" + model, name -> Pictures.calibration(name, title, answers));
  }

  private static boolean fewClasses(Evaluation test) {
    return test.confusion().classNames().size() <= MOST_CLASSES;
  }

  private interface Drawer {
    void draw(Path name) throws Pictures.Unavailable;
  }

  private void add(String name, Drawer drawer) {
    tasks.add(() -> drawer.draw(folder.picture(name)));
  }

  /** Starts to draw all of them; {@link InProgress#await} tells when they are there. */
  public InProgress start() {
    if (!histories.isEmpty()) {
      add("speed", name -> Pictures.speed(name, mark + "training time", histories));
    }
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService executor = Executors.newFixedThreadPool(threads, RunPictures::daemon);
    List<Future<Void>> pictures = new ArrayList<>();
    for (Task task : tasks) {
      pictures.add(
          executor.submit(
              () -> {
                task.run();
                return null;
              }));
    }
    executor.shutdown();
    return new InProgress(executor, pictures);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "weft-pictures");
    thread.setDaemon(true);
    return thread;
  }

  /** Pictures that are being drawn; closing it waits until none is, whatever became of them. */
  public static final class InProgress implements AutoCloseable {
    private final ExecutorService executor;
    private final List<Future<Void>> pictures;

    private InProgress(ExecutorService executor, List<Future<Void>> pictures) {
      this.executor = executor;
      this.pictures = pictures;
    }

    /**
     * Waits for all.
     *
     * @throws Pictures.Unavailable where this machine has no fonts to draw with
     * @throws java.io.UncheckedIOException where one cannot be written
     */
    public void await() throws Pictures.Unavailable {
      try {
        for (Future<Void> picture : pictures) {
          picture.get();
        }
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static Pictures.Unavailable rethrown(Throwable problem) {
      if (problem instanceof Pictures.Unavailable unavailable) {
        return unavailable;
      }
      if (problem instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) problem;
    }

    /** No more are begun, and those begun come to their end. */
    @Override
    public void close() {
      executor.shutdownNow().clear();
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
