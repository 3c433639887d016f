"""A coder whose encoder was tuned on coded notes: it reads a note whole, so that each segment is coded in its context."""
