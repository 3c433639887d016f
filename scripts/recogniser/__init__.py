"""How the recogniser's weights are made: read, vary, train, export. Run as `python -m scripts.recogniser.train`."""
