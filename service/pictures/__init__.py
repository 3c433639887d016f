"""Pictures of topics as pure functions: figures for plotly's script on the page, and drawings (SVG, PNG) for papers."""
