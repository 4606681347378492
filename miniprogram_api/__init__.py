"""The door for residents and village cadres, on WeChat or a web page: HTTP in, deeds out."""

import os

# This door checks one person at a time: a pool of Polars threads would only pass single rows around. Set before
# anything imports Polars; a value in the environment wins.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
