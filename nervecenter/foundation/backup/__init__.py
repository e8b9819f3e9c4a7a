"""The whole workspace in one file, and back: `actions.make_backup` and `actions.restore_backup`."""
