package dev.weft.backend;

import dev.weft.BackendUnavailableException;

/** A backend that people know by name and that this build does not have. */
record AbsentBackend(String name, String reason) implements Backend {
  @Override
  public Availability availability() {
    return Availability.no(reason);
  }

  @Override
  public BackendContext open(ContextOptions options) {
    throw new BackendUnavailableException("the backend " + name + ": " + reason);
  }
}
