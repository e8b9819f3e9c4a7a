"""Which mapping a file belongs to, and, for a file that nobody knows, a mapping to begin with."""
