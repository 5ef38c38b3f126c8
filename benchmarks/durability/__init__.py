"""Whether anything is lost: `python -m benchmarks.durability`."""
