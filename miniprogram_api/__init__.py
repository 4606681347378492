"""The door for residents and village cadres, on WeChat or a web page: HTTP in, deeds out."""
