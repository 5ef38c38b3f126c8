"""A server on loopback that speaks OpenAI's protocol: what it says is scripted, and so is what goes wrong."""
