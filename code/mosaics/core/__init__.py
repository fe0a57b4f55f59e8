"""What every chapter stands on: posterior, data, metrics, figures, claims."""
