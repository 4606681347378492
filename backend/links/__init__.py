"""Short addresses on paper, on screens and in texts that open the mini program, until a day."""

from backend.links.short_link import (
    LinkOver,
    ShortLink,
    forget_links,
    links_begin_with,
    make_link,
    make_tokens,
    open_link,
)

__all__ = ["LinkOver", "ShortLink", "forget_links", "links_begin_with", "make_link", "make_tokens", "open_link"]
