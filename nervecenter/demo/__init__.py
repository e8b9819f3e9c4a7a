"""Sample companies, loaded through the importers and actions that everybody uses."""
