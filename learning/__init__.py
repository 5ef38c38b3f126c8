"""What the software knows about learning, as pure code: no I/O but package data, no model, no network."""
