"""Train the tuned coder: texts, batches, network, scores, export."""
