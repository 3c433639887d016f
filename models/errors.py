"""What can go wrong with a model: `ModelError` and below it one class for each cause."""


class ModelError(Exception):
    """A model cannot be used; the message says what to do."""


class ModelMissing(ModelError):
    """The model's files are not where they should be."""


class ModelCorrupted(ModelError):
    """The model's files are not what they should be."""
