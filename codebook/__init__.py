"""What researchers maintain: codes with their meaning, examples and near misses, versioned by content."""
