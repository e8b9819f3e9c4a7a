"""Settings, URLs and server entry points. It wires; it holds no rule."""
