"""The command line. It wires; it holds no rule."""
