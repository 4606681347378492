"""The routes, a file a room of the domain."""
