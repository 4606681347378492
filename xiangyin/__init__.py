"""The command line that starts, fills and inspects the house."""
