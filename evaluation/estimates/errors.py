"""Why an estimate was not made."""


class EstimateError(ValueError):
    """There is too little to rest a figure on; the message says what to do."""


class TooFewReviewed(EstimateError):
    """Too few units were reviewed blind, or in too few cases, for an interval."""


class NotTold(EstimateError):
    """A coefficient cannot be told from what was reviewed: nothing varies with it, or it separates the answers wholly."""
