"""The market: segments, accounts, personas, buyer circles, problems, competitors."""
