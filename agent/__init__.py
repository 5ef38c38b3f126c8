"""The agent: a LangGraph graph over the other rooms, the session that drives it, and the terminal."""
