"""Why deals are won and lost: win rates, what goes with them, how long deals take, and how far that lets us foresee."""
