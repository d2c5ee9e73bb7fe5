package dev.chiron.app.console;

import dev.chiron.core.run.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work is on standard error: a bar that is redrawn on a terminal, a line every
 * few seconds elsewhere. Work that is over within two seconds shows nothing.
 */
public final class ProgressDisplay implements Progress, AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int BAR_WIDTH = 100;

  private final PrintStream errors;
  private final boolean terminal;
  private final InstantSource clock;
  private final Instant start;
  private Instant lastLine;
  private String stage = "";
  private @Nullable ProgressBar bar;

  public ProgressDisplay(Environment environment) {
    this.errors = environment.errors();
    this.terminal = environment.terminal();
    this.clock = environment.clock();
    this.start = clock.instant();
    this.lastLine = start;
  }

  @Override
  public synchronized void update(String newStage, long done, long total, String message) {
    Instant now = clock.instant();
    if (Duration.between(start, now).compareTo(QUIET) < 0) {
      return;
    }
    if (terminal) {
      draw(newStage, done, total, message);
    } else if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = now;
      String count = total > 0 ? " " + done + "/" + total : " " + done;
      errors.println(newStage + count + (message.isEmpty() ? "" : "  " + message));
    }
  }

  private void draw(String newStage, long done, long total, String message) {
    ProgressBar current = bar;
    if (current == null || !newStage.equals(stage)) {
      close();
      stage = newStage;
      current =
          new ProgressBarBuilder()
              .setTaskName(newStage)
              .setInitialMax(total > 0 ? total : -1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(errors, BAR_WIDTH))
              .build();
      bar = current;
    }
    current.maxHint(total > 0 ? total : -1);
    current.stepTo(done);
    current.setExtraMessage(message);
  }

  /** Leaves the last bar on its line. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
