"""The hidden checks, one pytest file a question. They never leave the trusted side."""
