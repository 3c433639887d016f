"""Tables, migrations and the one place that opens the database."""

from service.store import topic_tables as topic_tables  # whoever knows Base knows all of its tables
