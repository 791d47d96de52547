"""Evidence as a gate: `resolve` finds the passage a selector points at, or says why it cannot."""
