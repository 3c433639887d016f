"""Debian's Chromium and a running service for the tests of this folder."""

from browsing import browser, context, page, site

__all__ = ["browser", "context", "page", "site"]
