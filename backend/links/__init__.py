"""Short addresses on paper and screens that open the mini program, until a day."""

from backend.links.short_link import LinkOver, ShortLink, make_link, open_link

__all__ = ["LinkOver", "ShortLink", "make_link", "open_link"]
