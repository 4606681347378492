"""One file a room: what staff see of it and may do there."""
