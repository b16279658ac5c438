"""What a page says about its article: title, authors, dates, picture …, each with where it was found."""

from cleaner.metadata.agencies import find_agencies
from cleaner.metadata.extract import Extracted, extract
from cleaner.metadata.site import host

__all__ = ["Extracted", "extract", "find_agencies", "host"]
