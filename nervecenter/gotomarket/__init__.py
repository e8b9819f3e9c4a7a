"""What we claim: positioning, messages, claims, proof, collateral, battle cards."""
