"""Tables, migrations and the one place that opens the database."""
