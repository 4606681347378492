"""The sandbox, driven from outside: by the vendors' own libraries over HTTP."""
