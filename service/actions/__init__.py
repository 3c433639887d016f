"""What the service does; called by every door and by the workers."""
