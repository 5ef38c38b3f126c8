"""Skills checks side by side on simulated learners. Run: python -m benchmarks.assessment."""
