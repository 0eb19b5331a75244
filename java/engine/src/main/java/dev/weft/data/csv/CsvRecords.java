package dev.weft.data.csv;

import dev.weft.DataException;
import dev.weft.files.IoErrors;
import dev.weft.files.RegularFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a CSV file apart into records, as RFC 4180 has it: fields may stand in double quotes, a
 * quote within them is doubled, and they may hold separators and line ends. Lines end with LF, CR
 * LF or CR. Everything else is an error that names the line.
 */
final class CsvRecords implements Closeable {
  private static final int PEEKED = 1 << 16;
  private static final int MAX_FIELD = 1 << 16;
  private static final int MAX_FIELDS = 1 << 20;
  private static final String CANDIDATES = ",;\t|";
  private static final int END = -1;

  private final Path path;
  private final BufferedReader in;
  private final char separator;
  private final StringBuilder field = new StringBuilder();
  private List<String> fields = List.of();
  private int nextLine = 1;
  private int line;

  private CsvRecords(Path path, BufferedReader in, Optional<Character> separator)
      throws IOException {
    this.path = path;
    this.in = in;
    skipByteOrderMark();
    this.separator = separator.isPresent() ? separator.get() : detect();
  }

  /** Opens a file, and detects its separator where none is given. */
  static CsvRecords open(Path path, Optional<Character> separator) {
    RegularFile.require(path, "a CSV file");
    try {
      // A reader made from a decoder reports bytes that are not UTF-8; others replace them.
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()),
              PEEKED);
      try {
        return new CsvRecords(path, in, separator);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, 1, e);
    }
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(1);
    if (in.read() != '\ufeff') {
      in.reset();
    }
  }

  /** The candidate that occurs most often in the first line, outside quotes. */
  private char detect() throws IOException {
    int[] counts = new int[CANDIDATES.length()];
    boolean quoted = false;
    in.mark(PEEKED);
    for (int i = 0; i < PEEKED; i++) {
      int c = in.read();
      if (c == END || (!quoted && (c == '\n' || c == '\r'))) {
        break;
      }
      if (c == '"') {
        quoted = !quoted;
      }
      int candidate = quoted ? -1 : CANDIDATES.indexOf(c);
      if (candidate >= 0) {
        counts[candidate]++;
      }
    }
    in.reset();
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return CANDIDATES.charAt(best);
  }

  /** Goes to the next record; false at the end. Empty lines are allowed at the end only. */
  boolean next() {
    try {
      line = nextLine;
      int c = in.read();
      if (isLineEnd(c)) {
        requireNothingMore(c);
        return false;
      }
      if (c == END) {
        return false;
      }
      fields = new ArrayList<>(fields.size());
      while (true) {
        c = c == '"' ? quoted() : plain(c);
        fields.add(field.toString());
        if (c != separator) {
          break;
        }
        if (fields.size() == MAX_FIELDS) {
          throw failure("has more than " + MAX_FIELDS + " fields");
        }
        c = in.read();
      }
      endLine(c);
      return true;
    } catch (IOException e) {
      throw unreadable(path, line, e);
    }
  }

  private void requireNothingMore(int c) throws IOException {
    while (isLineEnd(c)) {
      c = in.read();
    }
    if (c != END) {
      throw failure("is empty, expected a row of values; remove it");
    }
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  /** Reads an unquoted field that begins with {@code c}; returns what ended it. */
  private int plain(int c) throws IOException {
    field.setLength(0);
    while (c != END && c != separator && !isLineEnd(c)) {
      if (c == '"') {
        throw failure(
            "has a quote inside field "
                + (fields.size() + 1)
                + ", which does not begin"
                + " with one");
      }
      append(c);
      c = in.read();
    }
    return c;
  }

  /** Reads a quoted field after its first quote; returns what ended it. */
  private int quoted() throws IOException {
    field.setLength(0);
    while (true) {
      int c = in.read();
      if (c == END) {
        throw failure("has a quote in field " + (fields.size() + 1) + " that is never closed");
      }
      if (c == '"') {
        c = in.read();
        if (c == END || c == separator || isLineEnd(c)) {
          return c;
        }
        if (c != '"') {
          throw failure("goes on after the closing quote of field " + (fields.size() + 1));
        }
      } else if (c == '\n') {
        nextLine++;
      }
      append(c);
    }
  }

  private void append(int c) {
    if (field.length() == MAX_FIELD) {
      throw failure(
          "has more than "
              + MAX_FIELD
              + " characters in field "
              + (fields.size() + 1)
              + "; a quote may be missing");
    }
    field.append((char) c);
  }

  private void endLine(int c) throws IOException {
    nextLine++;
    if (c == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
  }

  /** The fields of the record. */
  List<String> fields() {
    return fields;
  }

  /** The line that the record begins in, from 1. */
  int line() {
    return line;
  }

  DataException failure(String what) {
    return new DataException(path + ", line " + line + " " + what);
  }

  private static DataException unreadable(Path path, int line, IOException e) {
    return e instanceof CharacterCodingException
        ? new DataException(
            path + ", line " + line + " or shortly after is not UTF-8; save the file as UTF-8", e)
        : new DataException(path + " cannot be read: " + IoErrors.reason(e), e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(path, line, e);
    }
  }
}
