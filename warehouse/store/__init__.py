"""The file itself: form, migrations, dimensions from the seeds, small readings, errors with their next step.

Imports no other room of the warehouse.
Begin with `migrations.py`.
"""
