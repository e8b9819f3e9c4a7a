"""What we earn and measure: metrics."""
