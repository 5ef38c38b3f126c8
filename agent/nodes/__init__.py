"""The nodes of the graph: one a file, each calls one room and returns what changed."""
