package dev.weft.peers;

import java.util.Map;

/** A framework, set up for one process. */
public interface Peer {
  /** What ran: versions and settings as the framework itself reports them. */
  Map<String, String> facts();

  /** A new network that trains in batches of this size. */
  Contender contender(int batch);
}
