"""How good proposals are, measured on public samples that lie beside the checkout (docs/benchmarks-quality.md)."""
