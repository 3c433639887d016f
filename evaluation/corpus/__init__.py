"""The fictional labelled notes that come with earshot, and the form in which they are written."""
